from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import parse
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

from bot.errors import TextIncomplete, TextMissing
from bot.texts import LANGUAGES, MAX_SANCTIONS_SHOWN, Texts, choose_language, read_catalogue
from engine.ethics import Category
from engine.notices import (
    Blocked,
    Busy,
    Cautioned,
    Failed,
    MissedWhileAway,
    NoAnswer,
    Notice,
    TooLong,
    Warned,
)
from engine.types import ActiveBlock, StatusReport
from storage.records import (
    EVERYWHERE,
    RULES,
    Forgotten,
    Memory,
    SanctionEvent,
    SanctionEventKind,
    SanctionKind,
    SanctionRow,
)

SEOUL = ZoneInfo("Asia/Seoul")
UNTIL = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
NOTICES: tuple[Notice, ...] = (
    Warned((Category.LOVE,)),
    Cautioned((Category.PAEDRIP,)),
    Blocked((Category.POLITICS, Category.PAEDRIP), UNTIL),
    TooLong(60, 40),
    Busy(),
    NoAnswer(),
    Failed(),
    MissedWhileAway(3),
)


class _Variables(Visitor):  # type: ignore[misc]  # fluent.syntax is not typed for mypy here
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 (the library's name)
        self.names.add(node.id.name)


def _catalogue(language: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in parse(read_catalogue(language)).body:
        assert not isinstance(entry, Junk), entry.content
        if isinstance(entry, Message):
            assert entry.id.name not in found, f"{entry.id.name} is there twice"
            variables = _Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.names
    return found


LIFTED = (SanctionEventKind.ACTIVATED, SanctionEventKind.LIFTED)


def _sanction(
    at: datetime, kind: SanctionKind, category: str = "love", *happened: SanctionEventKind
) -> SanctionRow:
    return SanctionRow(
        sanction_id=1,
        person_id=1,
        inbox_id=1,
        place="discord:1",
        case_number=12,
        scope=EVERYWHERE,
        actor=RULES,
        reason=None,
        is_shadow=False,
        category=category,
        kind=kind,
        step=1,
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        verdict={},
        rule_version="1",
        created_at=at,
        events={kind: SanctionEvent(at) for kind in happened or (SanctionEventKind.ACTIVATED,)},
    )


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load()


def test_both_catalogues_have_the_same_texts_and_placeables() -> None:
    assert _catalogue("ko") == _catalogue("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(texts: Texts, language: str) -> None:
    for key, names in _catalogue(language).items():
        values: dict[str, str | int] = {name: 2 if name == "count" else "x" for name in names}
        said = texts.say(key, language, **values)
        assert said.strip()
        assert "{" not in said
        assert not set(said) & set("\u2068\u2069")


@pytest.mark.parametrize(
    ("language", "chosen"),
    [
        ("ko", "ko"),
        ("ko-KR", "ko"),
        ("en", "en"),
        ("en-US", "en"),
        ("EN_gb", "en"),
        ("pt-BR", "ko"),
        ("enm", "ko"),
        ("", "ko"),
        (None, "ko"),
    ],
)
def test_only_english_gets_english(language: str | None, chosen: str) -> None:
    assert choose_language(language) == chosen


def test_an_unknown_text_is_an_error(texts: Texts) -> None:
    with pytest.raises(TextMissing, match="no-such-text"):
        texts.say("no-such-text", "ko")


def test_a_text_without_its_value_is_an_error(texts: Texts) -> None:
    with pytest.raises(TextIncomplete, match="notice-warned"):
        texts.say("notice-warned", "ko")


def test_samples_cover_every_notice() -> None:
    assert {type(notice) for notice in NOTICES} == set(get_args(Notice))


@pytest.mark.parametrize("language", ["ko", "en", "fr", None])
@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: type(notice).__name__)
def test_every_notice_has_words(texts: Texts, notice: Notice, language: str | None) -> None:
    assert texts.notice(notice, language, SEOUL).strip()


def test_a_block_says_until_when_and_why(texts: Texts) -> None:
    said = texts.notice(Blocked((Category.POLITICS, Category.PAEDRIP), UNTIL), "ko", SEOUL)
    assert "2026년 11월 23일 (월) 오후 3시 5분까지" in said
    assert "정치 이야기, 부모님 욕(패드립)" in said


def test_a_block_in_english_names_the_offset(texts: Texts) -> None:
    said = texts.notice(Blocked((Category.HATE,), UNTIL), "en-US", SEOUL)
    assert "Mon, 23 November 2026, 3:05 PM (GMT+9)" in said
    assert "hate speech" in said


def test_every_class_has_words_of_its_own(texts: Texts) -> None:
    said = {texts.say(f"category-{category}", "ko") for category in Category}
    assert said == {"사랑 고백/만남", "정치 이야기", "부모님 욕(패드립)", "혐오 표현"}


def test_too_long_points_to_her_friend(texts: Texts) -> None:
    said = texts.notice(TooLong(60, 40), None, SEOUL)
    assert "긴 글은 로라의 친구 혜나가 더 잘 읽어요" in said


def test_no_answer_is_told_lightly(texts: Texts) -> None:
    assert texts.notice(NoAnswer(), "ko", SEOUL).startswith("(읽씹)")


def test_one_missed_message_is_singular_in_english(texts: Texts) -> None:
    assert "1 message." in texts.notice(MissedWhileAway(1), "en", SEOUL)
    assert "2 messages." in texts.notice(MissedWhileAway(2), "en", SEOUL)


def test_a_clean_status(texts: Texts) -> None:
    said = texts.status(StatusReport(None, (), ()), "ko", SEOUL)
    assert "대화 제한이 없어요" in said
    assert "기록이 없어요" in said
    assert "/forget" not in said


def test_a_status_shows_block_record_and_all_memories(texts: Texts) -> None:
    memories = tuple(Memory(i, 1, "이름", f"이름{i}", UNTIL) for i in range(30))
    block = ActiveBlock((Category.LOVE,), UNTIL)
    rows = (
        _sanction(UNTIL, SanctionKind.BLOCK),
        _sanction(UNTIL, SanctionKind.WARNING, "politics"),
        _sanction(UNTIL, SanctionKind.WARNING, "a class of tomorrow"),
    )
    said = texts.status(StatusReport(block, rows, memories), "ko", SEOUL)
    assert "기한: 2026년 11월 23일 (월) 오후 3시 5분까지" in said
    assert (
        "· #12 2026년 11월 23일 사랑 고백/만남: 2026년 11월 23일 (월) 오후 4시 5분까지 제한" in said
    )
    assert "정치 이야기: 경고" in said
    assert "그 밖의 규칙 위반: 경고" in said
    assert all(f"· 이름: 이름{i}" in said for i in range(30))


def test_a_lifted_block_does_not_say_that_it_holds(texts: Texts) -> None:
    row = _sanction(UNTIL, SanctionKind.BLOCK, "hate", *LIFTED)
    said = texts.status(StatusReport(None, (row,), ()), "ko", SEOUL)
    assert "제한 (2026년 11월 23일 (월) 오후 3시 5분에 풀림)" in said
    assert "까지 제한" not in said


@pytest.mark.parametrize("kind", list(SanctionKind))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_a_sanction_can_stand_has_words(
    texts: Texts, kind: SanctionKind, language: str
) -> None:
    in_force = SanctionEventKind.ACTIVATED
    said = [
        texts.status(
            StatusReport(None, (_sanction(UNTIL, kind, "hate", *events),), ()), language, SEOUL
        )
        for events in (
            (in_force,),
            (SanctionEventKind.CAUTIONED,),
            (in_force, SanctionEventKind.LIFTED),
            (in_force, SanctionEventKind.PARDONED),
        )
    ]
    assert len(set(said)) == len(said)
    assert all("#12" in text for text in said)


def test_a_long_record_is_counted_not_listed(texts: Texts) -> None:
    rows = (_sanction(UNTIL, SanctionKind.WARNING),) * (MAX_SANCTIONS_SHOWN + 5)
    said = texts.status(StatusReport(None, rows, ()), "ko", SEOUL)
    assert said.count(": 경고") == MAX_SANCTIONS_SHOWN
    assert "그 전 기록 5건" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_has_every_count_and_tells_what_stays(texts: Texts, language: str) -> None:
    said = texts.forgotten(Forgotten(11, 22, 33, 44), language)
    assert all(str(count) in said for count in (11, 22, 33, 44))
    assert texts.say("forgotten-record", language) in said


def test_a_receipt_of_nothing_does_not_claim_a_deletion(texts: Texts) -> None:
    said = texts.forgotten(Forgotten(0, 0, 0, 0), "ko")
    assert "지울 것이 없었어요" in said
    assert "기록은 지우지 않고" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_platforms_take_the_command_names_and_descriptions(texts: Texts, language: str) -> None:
    for key in _catalogue(language):
        if key.startswith("command-") and key.endswith("-name"):
            name = texts.say(key, language)
            assert 1 <= len(name) <= 32
            assert name == name.lower()
            assert name.isalnum()
        if key.startswith("command-") and key.endswith("-description"):
            assert 1 <= len(texts.say(key, language)) <= 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_for_the_terminal_are_one_line(texts: Texts, language: str) -> None:
    for platform in ("discord", "telegram"):
        assert "\n" not in texts.say(f"connect-{platform}", language)
