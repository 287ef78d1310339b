"""Which replies of ours answer their message whatever stands before it."""

from __future__ import annotations

import pytest

from tests.training.samples import sample_row
from training.examples import exchange, stands_alone


def test_row_without_anything_before_it_stands_alone() -> None:
    assert stands_alone(sample_row())


def test_reply_that_uses_the_memory_does_not() -> None:
    row = sample_row(
        about="recalled",
        memory="[좋아하는 음식: 초밥]",
        message="저녁 뭐 먹지",
        reply="초밥 어때? 좋아하잖아 🍣",
    )
    assert not stands_alone(row)
    assert not exchange(row).stands_alone


def test_reply_that_has_a_word_from_what_stood_before_does_not() -> None:
    row = sample_row(
        about="fact/mbti",
        summary="사용자가 초밥을 먹음",
        message="MBTI 뭐야?",
        reply="ENTJ! 초밥은 맛있었어? 🍣",
    )
    assert not stands_alone(row)


@pytest.mark.parametrize("about", ["fact/mbti", "refusal", "lookalike", "misfit", "crisis", "chat"])
def test_reply_to_the_message_itself_does(about: str) -> None:
    row = sample_row(
        about=about, memory="[취미: 등산]", message="MBTI 뭐야?", reply="나는 ENTJ야! 😎"
    )
    assert stands_alone(row)


def test_word_of_the_message_may_stand_in_the_memory_too() -> None:
    row = sample_row(
        about="misfit",
        memory="[취미: 등산]",
        message="등산복 어디서 사?",
        reply="등산복은 시장이지! 🛍️",
    )
    assert stands_alone(row)


def test_what_is_said_of_the_time_does_not_stand_alone() -> None:
    row = sample_row(
        about="chat", time="월요일 오전", message="오늘 뭐 해", reply="월요일이잖아! 😅"
    )
    assert not stands_alone(row)
    assert stands_alone(sample_row(about="chat", time="월요일 오전", reply="논문 읽는 중! 📄"))


def test_row_that_says_nothing_of_itself_needs_what_stood_before_it() -> None:
    assert not stands_alone(
        sample_row(summary="사용자가 인사함", message="왜?", reply="좋으니까! 💜")
    )
