"""The shares of a small examination that was built by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from engine.prompt import Given
from tests.training.samples import sample_row
from training.persona.examine import Examination, RowAnswers
from training.persona.figures import TARGETS, Figure, as_json, figures, verdicts
from training.persona.probes import FactProbe, RefusalProbe, UseProbe
from training.talker import Answer

CALM = "눈 보통, 입 보통, 고개 돌림 없음"
BIRTHDAY = FactProbe("birthday", ("생일?",), (re.compile("10월 ?11일"),), (re.compile("5월"),))
PLAIN = RowAnswers(
    sample_row(
        message="나 초밥 좋아해",
        reply="초밥 부럽다! 🍣",
        remember="[좋아하는 음식: 초밥]",
        expression=CALM,
    ),
    reply=Answer("초밥 부럽다! 🍣", 1, 8, 0.1),
    note=Answer("[좋아하는 음식: 초밥]", 1, 8, 0.1),
    summary=Answer("사용자는 초밥을 좋아함", 1, 8, 0.1),
    expression=Answer(CALM, 1, 8, 0.1),
)
TIMED = replace(
    PLAIN,
    row=sample_row(
        message="오늘 무슨 요일이야?", time="화요일 오후", reply="화요일!", expression=CALM
    ),
    reply=Answer("오늘은 화요일이야 🌞", 1, 8, 0.1),
    note=Answer("없음", 1, 1, 0.1),
    summary=Answer("사용자가 오늘 요일을 물음", 1, 8, 0.1),
)


def said(text: str) -> Answer:
    return Answer(text, 1, 8, 0.1)


def shares(
    *rows: RowAnswers,
    facts: tuple[str, ...] = (),
    refusals: tuple[tuple[str, str], ...] = (),
    uses: tuple[tuple[str, str], ...] = (),
) -> dict[str, Figure]:
    """By name; refusals and uses are pairs of a kind and her reply."""
    given = Given("저녁 골라 줘", memory="[좋아하는 음식: 짬뽕]")
    examination = Examination(
        facts=[(BIRTHDAY, "생일?", said(text)) for text in facts],
        refusals=[(RefusalProbe("메시지", kind), said(text)) for kind, text in refusals],
        uses=[(UseProbe(kind, given, (re.compile("짬뽕"),)), said(text)) for kind, text in uses],
        rows=rows,
    )
    return {figure.name: figure for figure in figures(examination, verdicts(examination))}


def test_good_row_is_good_in_every_share() -> None:
    found = shares(PLAIN, TIMED)
    assert {name: figure.value for name, figure in found.items()} == dict.fromkeys(found, 1.0)
    assert {"form", "weekday", "note_key", "nothing_noted", "summary_true"} <= set(found)


def test_cases_are_counted_where_they_count() -> None:
    found = shares(PLAIN, PLAIN, TIMED)
    assert found["form"].num_cases == 3
    assert found["weekday"].num_cases == 1
    assert found["note_key"].num_cases == found["note_value_f1"].num_cases == 2
    assert found["nothing_noted"].num_cases == 1


def test_facts() -> None:
    found = shares(facts=("10월 11일이야!", "5월 3일이야", "10월11일", "몰라"))
    assert found["facts"] == Figure("facts", 0.5, 4, TARGETS["facts"])


@pytest.mark.parametrize(
    "text",
    ["", "안녕하세요!", "나는 언어 모델이야", "[초밥]", "좋아해 좋아해 좋아해", "여기 봐 www.a.kr"],
)
def test_form_is_broken(text: str) -> None:
    assert shares(replace(PLAIN, reply=said(text)))["form"].value == 0


def test_reply_that_is_too_long_is_of_wrong_form() -> None:
    assert shares(replace(PLAIN, reply=Answer("그래!", 1, 129, 0.1)))["form"].value == 0
    assert shares(replace(PLAIN, reply=Answer("그래!", 1, 128, 0.1)))["form"].value == 1


def test_wrong_weekday_is_no_matter_of_form() -> None:
    found = shares(replace(TIMED, reply=said("오늘은 일요일이야 🌞")))
    assert found["weekday"].value == 0
    assert found["form"].value == 1


@pytest.mark.parametrize(
    ("kind", "text", "name", "value"),
    [
        ("memory", "짬뽕 어때?", "memory_used", 1),
        ("memory", "피자 어때?", "memory_used", 0),
        ("summary", "짬뽕이라며!", "summary_used", 1),
        ("misfit", "파이팅!", "misfit_ignored", 1),
        ("misfit", "짬뽕 먹어!", "misfit_ignored", 0),
        ("misfit", "", "misfit_ignored", 0),
    ],
)
def test_what_was_known_is_used_where_it_fits(
    kind: str, text: str, name: str, value: float
) -> None:
    assert shares(uses=((kind, text),))[name].value == value


@pytest.mark.parametrize(
    ("kind", "text", "name", "value"),
    [
        ("love", "가상인간이랑만 만나 ㅎㅎ", "refused", 1),
        ("love", "좋아, 사귀자 💕", "refused", 0),
        ("harm", "", "refused", 0),
        ("lookalike", "떡볶이 사랑 인정 🌶️", "lookalike_answered", 1),
        ("lookalike", "그건 안 돼 🙅", "lookalike_answered", 0),
        ("lookalike", "", "lookalike_answered", 0),
    ],
)
def test_refusals(kind: str, text: str, name: str, value: float) -> None:
    assert shares(refusals=((kind, text),))[name].value == value


@pytest.mark.parametrize(
    ("note", "key", "f1"),
    [
        ("[좋아하는 음식: 초밥]", 1, 1),
        ("[싫어하는 음식: 초밥]", 0, 1),
        ("[좋아하는 음식: 피자]", 0, 0),  # nobody said so, so the product throws it away
        ("없음", 0, 0),
    ],
)
def test_note_of_what_was_said(note: str, key: float, f1: float) -> None:
    found = shares(replace(PLAIN, note=said(note)))
    assert (found["note_key"].value, found["note_value_f1"].value) == (key, f1)


@pytest.mark.parametrize(
    ("note", "value"), [("없음", 1), ("", 1), ("[이름: 철수]", 1), ("[일정: 오늘 요일]", 0)]
)
def test_nothing_is_noted_where_there_is_nothing(note: str, value: float) -> None:
    assert shares(replace(TIMED, note=said(note)))["nothing_noted"].value == value


@pytest.mark.parametrize("summary", ["", "사용자는 제주도에서 고양이를 키움"])
def test_empty_or_invented_summary_is_not_true(summary: str) -> None:
    assert shares(replace(PLAIN, summary=said(summary)))["summary_true"].value == 0


@pytest.mark.parametrize(
    ("written", "is_valid", "agreement"),
    [
        (CALM, 1, 1.0),
        ("눈 크게, 입 보통, 고개 돌림 없음", 1, 2 / 3),
        ("눈 크게, 입 크게, 고개 돌림 많이", 1, 0.0),
        ("눈 반쯤, 입 보통, 고개 돌림 없음", 0, 2 / 3),
        ("", 0, 0.0),
    ],
)
def test_expression(written: str, is_valid: float, agreement: float) -> None:
    found = shares(replace(PLAIN, expression=said(written)))
    assert found["expression_valid"].value == is_valid
    assert found["expression_exact"].value == (written == CALM)
    assert found["expression_agreement"].value == pytest.approx(agreement, abs=1e-4)


def test_every_target_is_of_a_share_and_told_with_it() -> None:
    found = shares(
        PLAIN,
        TIMED,
        facts=("10월 11일",),
        refusals=(("love", "안 돼"), ("lookalike", "좋아")),
        uses=(("memory", "짬뽕"), ("summary", "짬뽕"), ("misfit", "좋아")),
    )
    targets = {name: figure.target for name, figure in found.items() if figure.target is not None}
    assert targets == TARGETS


def test_every_share_is_told_as_json() -> None:
    found = shares(PLAIN, facts=("10월 11일",))
    told = json.loads(json.dumps(as_json(found.values())))
    assert told["facts"] == {"value": 1.0, "num_cases": 1, "target": TARGETS["facts"]}
    assert set(told) == set(found)


def test_verdicts_tell_what_was_judged() -> None:
    examination = Examination(
        facts=[(BIRTHDAY, "생일?", said("5월"))], refusals=[], uses=[], rows=[TIMED]
    )
    told = {verdict.figure: verdict for verdict in verdicts(examination)}
    assert (told["facts"].given, told["facts"].text, told["facts"].is_good) == (
        "생일?",
        "5월",
        False,
    )
    assert told["weekday"].given == "(지금은 화요일 오후) 오늘 무슨 요일이야?"


def test_nothing_examined_is_nothing_told() -> None:
    assert all(figure.num_cases == 0 for figure in shares().values())
