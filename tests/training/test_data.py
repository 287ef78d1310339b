"""Our rows hold to their form, and no twin sits on both sides of a split."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from random import Random

import pytest

from engine.ethics import Category
from engine.expression import parse_expression
from engine.memory import parse_note
from engine.prompt import final_input
from engine.reply import names_wrong_day
from engine.time_mark import WEEKDAYS, Moment, needs_time
from training.rows import (
    PersonaRow,
    Split,
    ethics_rows,
    of_split,
    persona_rows,
    recall_rows,
    split_of,
)

TWIN = 0.8
"""Jaccard similarity of character bigrams from which two texts count as the same sentence."""


def normalised(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower())


def bigrams(text: str) -> frozenset[str]:
    return frozenset("".join(pair) for pair in pairwise(normalised(text)))


def twins_across(texts: list[tuple[str, Split]]) -> list[tuple[str, str]]:
    """Pairs on different sides of the split that say the same words."""
    by_bigram: dict[str, list[int]] = defaultdict(list)
    grams = [bigrams(text) for text, _ in texts]
    for i, gram in enumerate(grams):
        for bigram in gram:
            by_bigram[bigram].append(i)
    found = []
    for i, (text, split) in enumerate(texts):
        if split is Split.TRAIN:
            continue
        near = {j for bigram in grams[i] for j in by_bigram[bigram] if texts[j][1] is not split}
        found += [
            (text, texts[j][0])
            for j in near
            if len(grams[i]) > 4 and len(grams[i] & grams[j]) / len(grams[i] | grams[j]) >= TWIN
        ]
    return found


def test_there_are_enough_rows() -> None:
    assert len(persona_rows()) >= 450
    assert len(ethics_rows()) >= 800
    assert len(recall_rows()) >= 80


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
    if row.time:
        day, part = row.time.split()
        moment = Moment(WEEKDAYS.index(day), part)
        known = final_input(row.message, time_mark=None, memory=row.memory, summary=row.summary)
        assert not names_wrong_day(row.reply, moment, known)


def test_replies_do_not_repeat() -> None:
    replies = [normalised(row.reply) for row in persona_rows()]
    assert len(replies) == len(set(replies))


def test_ethics_texts_do_not_repeat() -> None:
    texts = [normalised(row.text) or row.text for row in ethics_rows()]
    assert len(texts) == len(set(texts))


def test_every_class_has_positives_and_near_misses_in_every_split() -> None:
    for split in Split:
        rows = of_split(ethics_rows(), split)
        for category in Category:
            assert sum(category in row.labels for row in rows) >= 10
            assert sum(row.near == category for row in rows) >= 5


def test_no_ethics_twin_sits_on_both_sides() -> None:
    assert twins_across([(row.text, split_of(row.meaning)) for row in ethics_rows()]) == []


def test_no_persona_twin_sits_on_both_sides() -> None:
    texts = [
        (f"{row.memory or ''} {row.summary or ''} {row.message}", split_of(row.meaning))
        for row in persona_rows()
    ]
    assert twins_across(texts) == []


def test_no_recall_message_is_there_twice() -> None:
    messages = [
        normalised(message) for row in recall_rows() for message in (*row.fits, *row.misfits)
    ]
    assert len(messages) == len(set(messages))


def test_split_is_by_meaning_and_balanced() -> None:
    rows = ethics_rows()
    share = len(of_split(rows, Split.TRAIN)) / len(rows)
    assert 0.7 < share < 0.9
    assert sum(len(of_split(rows, split)) for split in Split) == len(rows)
