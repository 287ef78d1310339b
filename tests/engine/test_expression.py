"""Her face, from the model's words."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.expression import EYES, MOUTH, POSE, Feature, parse_expression

if TYPE_CHECKING:
    from engine.expression import Ranges

CALM = "눈 보통, 입 보통, 고개 돌림 없음"


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("mouth", MOUTH)
@pytest.mark.parametrize("pose", POSE)
def test_words_are_read_and_scored_in_their_own_range(eyes: str, mouth: str, pose: str) -> None:
    text = f"눈 {eyes}, 입 {mouth}, 고개 돌림 {pose}"
    expression = parse_expression(text, Random(7))
    assert expression.text == text
    assert_in_range(expression.eyes, EYES)
    assert_in_range(expression.mouth, MOUTH)
    assert_in_range(expression.pose, POSE)


@pytest.mark.parametrize("text", ["", "없음", "눈 세모, 입 네모, 고개 돌림 뱅글", "눈 크게"])
def test_what_cannot_be_read_is_a_calm_face(text: str) -> None:
    assert parse_expression(text, Random(0)).text == CALM


def test_one_unknown_word_spoils_no_other() -> None:
    text = "(눈 크게, 입 네모, 고개 돌림 많이)."
    assert parse_expression(text, Random(0)).text == "눈 크게, 입 보통, 고개 돌림 많이"


@given(st.text())
def test_any_text_gives_a_face(text: str) -> None:
    expression = parse_expression(text, Random(1))
    assert_in_range(expression.pose, POSE)


def assert_in_range(feature: Feature, ranges: Ranges) -> None:
    low, high = ranges[feature.word]
    assert low <= feature.score <= high
