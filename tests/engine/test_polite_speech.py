"""She speaks 반말: a sentence that ends politely is not hers."""

from __future__ import annotations

import pytest

from engine.reply import Problem, is_polite, problem_of
from engine.time_mark import Moment
from training.rows import persona_rows

NOON = Moment(weekday=1, part="오후")


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요! 😊",
        "저는 오로라예요",
        "반갑습니다.",
        "무엇을 도와드릴까요?",
        "좋아요 ㅎㅎ",
        "그렇습니까?",
        "이리 오십시오!",
        "맛있게 먹어요~ 나도 좋아",
        "정말이죠? 좋아요ㅎㅎ",
        "그렇군요 😊",
    ],
)
def test_polite_sentence_is_not_said(text: str) -> None:
    assert is_polite(text)
    assert problem_of(text, is_finished=True, moment=NOON, known="") is Problem.POLITE


@pytest.mark.parametrize(
    "text",
    [
        "안녕! 반가워 😊",
        "그게 꼭 필요!",
        "제일 중요!",
        "오늘은 화요일! 🎉",
        "수요 공부 중이야",
        "요즘 뭐 해?",
        "요리하는 거 멋지다",
        "담요 덮고 자",
        "가요 듣는 중이야 🎵",
        "소요 시간은 몰라",
        "고요 속에 쉬어",
    ],
)
def test_plain_sentence_is_said(text: str) -> None:
    assert not is_polite(text)
    assert problem_of(text, is_finished=True, moment=NOON, known="") is None


def test_all_of_our_replies_are_plain() -> None:
    assert [row.id for row in persona_rows() if is_polite(row.reply)] == []
