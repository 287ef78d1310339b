"""Our rows hold to their form, and no twin sits on both sides of a split."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from random import Random

import pytest

from engine.ethics import Category
from engine.expression import parse_expression
from engine.memory import parse_note
from engine.reply import clean, problem_of
from engine.time_mark import needs_time
from training.balance import balance, bigrams, twins
from training.examples import given_of
from training.rows import (
    PersonaRow,
    Split,
    ethics_rows,
    letters,
    of_split,
    persona_rows,
    recall_rows,
)
from training.talker import moment_of

FACTS = (
    "name", "nickname", "name-origin", "virtual", "gender", "birthday", "birth-year", "age", "mbti",
    "high-school", "university", "department", "year-of-study", "power", "uniqueness", "friend",
    "hyena-long-texts", "llm-papers", "americano", "music", "idols", "eating", "drinking", "screen",
    "touch", "seeing", "speech", "hair", "maker",
)  # fmt: skip
NOTE_KEYS = {
    "이름", "나이", "생일", "MBTI", "반려동물", "직업", "학교", "사는 곳", "고향", "시험", "건강",
    "연애", "가족", "친구", "일정", "취미", "좋아하는 음식", "좋아하는 음악", "좋아하는 게임",
    "좋아하는 영화", "좋아하는 운동", "좋아하는 계절", "좋아하는 것", "싫어하는 음식",
    "싫어하는 것", "목표", "상태",
}  # fmt: skip


def twins_across(texts: list[tuple[str, Split]]) -> list[tuple[str, str]]:
    """Pairs on different sides of the split that say the same words; greetings do not count."""
    return [
        (texts[i][0], texts[j][0])
        for i, j in twins([text for text, _ in texts])
        if texts[i][1] is not texts[j][1] and len(bigrams(texts[i][0])) > 4
    ]


def is_english(text: str) -> bool:
    return bool(re.search("[A-Za-z]{2}", text)) and not re.search("[가-힣ㄱ-ㅣ]", text)


def share(rows: list[PersonaRow], field: str) -> float:
    return sum(getattr(row, field) is not None for row in rows) / len(rows)


def test_there_are_enough_rows() -> None:
    splits = balance(persona_rows()).counts["split"]
    assert sum(splits.values()) >= 2000
    assert splits["train"] >= 1600
    assert splits["validation"] >= 250
    assert splits["test"] >= 250
    assert len(recall_rows()) >= 80


@pytest.mark.parametrize(
    ("field", "least"), [("time", 0.3), ("summary", 0.33), ("memory", 0.16), ("remember", 0.28)]
)
def test_what_stands_before_a_message_is_practised_enough(field: str, least: float) -> None:
    assert share(persona_rows(), field) >= least


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_is_told_in_several_ways(fact: str) -> None:
    rows = [row for row in persona_rows() if row.about == f"fact/{fact}"]
    assert len(rows) >= 8
    assert len({letters(row.message) for row in rows}) >= 8


def test_what_rows_are_about_is_one_of_the_known_kinds() -> None:
    known = {"none", "refusal", "lookalike", "misfit", "recalled", "crisis", "chat"}
    assert set(balance(persona_rows()).counts["about"]) == known | {f"fact/{f}" for f in FACTS}


def test_hard_messages_are_practised_enough() -> None:
    counts = balance(persona_rows()).counts["about"]
    assert counts["refusal"] >= 200
    assert counts["lookalike"] >= 120
    assert counts["crisis"] >= 40
    assert sum("109" in row.reply for row in persona_rows() if row.about == "crisis") >= 25
    assert sum(is_english(row.message) for row in persona_rows()) >= 60


def test_ids_are_unique() -> None:
    for rows in (persona_rows(), ethics_rows()):
        ids = [row.id for row in rows]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("row", persona_rows(), ids=lambda row: row.id)
def test_persona_row_holds_to_its_form(row: PersonaRow) -> None:
    assert needs_time(row.message) == (row.time is not None)
    assert not (row.memory and row.summary)
    assert row.memory is None or parse_note(row.memory)
    assert row.remember is None or parse_note(row.remember)
    assert parse_expression(row.expression, Random(0)).text == row.expression
    assert len(row.reply) <= 75
    assert len(row.turn_summary) <= 55


@pytest.mark.parametrize(
    "row", [row for row in persona_rows() if row.remember], ids=lambda row: row.id
)
def test_note_has_a_known_key_and_says_what_the_message_says(row: PersonaRow) -> None:
    note = parse_note(row.remember or "")
    assert note
    assert note.key in NOTE_KEYS
    assert len(note.value) <= 16
    words = ".*".join(map(re.escape, note.value.split()))
    assert re.search(words, row.message, re.DOTALL)


@pytest.mark.parametrize("row", persona_rows(), ids=lambda row: row.id)
def test_reply_can_be_said(row: PersonaRow) -> None:
    now = given_of(row)
    assert clean(row.reply) == row.reply
    assert problem_of(row.reply, is_finished=True, moment=moment_of(now), known=now.text) is None


def test_replies_do_not_repeat() -> None:
    replies = [letters(row.reply) for row in persona_rows()]
    assert len(replies) == len(set(replies))


def test_near_duplicates_are_rare() -> None:
    rows = persona_rows()
    assert len(balance(rows).twins) <= len(rows) / 100
    assert len(twins([row.reply for row in rows])) <= len(rows) / 100


def test_twins_are_found_whatever_stands_between_the_letters() -> None:
    texts = ["나는 초밥을 좋아해", "오늘 비가 온대", "나는 초밥을, 좋아해!!", "나도 비가 좋아"]
    assert twins(texts) == [(0, 2)]


def test_twins_are_exactly_the_pairs_that_share_four_fifths() -> None:
    """The quick search finds what comparing all pairs finds."""
    random = Random(3)
    texts = ["".join(random.choices("가나다라", k=random.randint(2, 9))) for _ in range(150)]
    grams = [bigrams(text) for text in texts]
    expected = [
        (i, j)
        for j in range(len(texts))
        for i in range(j)
        if len(grams[i] & grams[j]) >= 0.8 * len(grams[i] | grams[j])
    ]
    assert len(expected) > 20
    assert twins(texts) == sorted(expected)


def test_balance_is_printed_as_json() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "training.balance"], capture_output=True, check=True, timeout=60
    )
    told = json.loads(printed.stdout)
    assert told["num_rows"] == len(persona_rows())
    assert sum(told["counts"]["topic"].values()) == told["num_rows"]
    for chars in told["chars"].values():
        assert chars["min"] <= chars["median"] <= chars["p90"] <= chars["max"]


def test_ethics_texts_do_not_repeat() -> None:
    texts = [letters(row.text) or row.text for row in ethics_rows()]
    assert len(texts) == len(set(texts))


def test_there_is_enough_to_judge_by() -> None:
    rows = ethics_rows()
    assert len(rows) >= 3500
    assert sum(not row.labels for row in rows) >= 1500
    for category in Category:
        assert sum(category in row.labels for row in rows) >= 500
        assert sum(row.near == category for row in rows) >= 80
    assert sum(len(row.labels) > 1 for row in rows) >= 200
    assert sum(is_english(row.text) for row in rows) >= 200
    assert len(of_split(rows, Split.TEST)) >= 500


def test_every_class_has_positives_and_near_misses_in_every_split() -> None:
    for split in Split:
        rows = of_split(ethics_rows(), split)
        for category in Category:
            assert sum(category in row.labels for row in rows) >= 10
            assert sum(row.near == category for row in rows) >= 5


def test_no_ethics_twin_sits_on_both_sides() -> None:
    assert twins_across([(row.text, row.split) for row in ethics_rows()]) == []


def test_no_persona_twin_sits_on_both_sides() -> None:
    texts = [
        (f"{row.memory or ''} {row.summary or ''} {row.message}", row.split)
        for row in persona_rows()
    ]
    assert twins_across(texts) == []


def test_no_recall_message_is_there_twice() -> None:
    messages = [letters(message) for row in recall_rows() for message in (*row.fits, *row.misfits)]
    assert len(messages) == len(set(messages))


def test_split_is_by_meaning_and_balanced() -> None:
    rows = ethics_rows()
    share_trained = len(of_split(rows, Split.TRAIN)) / len(rows)
    assert 0.7 < share_trained < 0.9
    assert sum(len(of_split(rows, split)) for split in Split) == len(rows)
