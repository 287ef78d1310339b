"""Why a try is thrown away, and what may be said."""

from __future__ import annotations

import pytest

from engine.reply import Problem, clean, problem_of
from engine.time_mark import FRIDAY, SATURDAY, SUNDAY, WEEKDAYS, Moment

MONDAY, TUESDAY, THURSDAY = 0, 1, 3
NOON = Moment(TUESDAY, "오후")


def problem(
    text: str, *, moment: Moment = NOON, known: str = "", is_finished: bool = True
) -> Problem | None:
    return problem_of(clean(text), is_finished=is_finished, moment=moment, known=known)


@pytest.mark.parametrize(
    "text",
    [
        "안녕! 반가워 😊",
        "응ㅋㅋㅋㅋ 완전 좋아",
        "오로라는 빛이지 ✨",
        "1 + 1 = 2야",
        "진짜 진짜 좋아",
    ],
)
def test_what_she_says_is_said(text: str) -> None:
    assert problem(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Problem.EMPTY),
        ("…?! 😊", Problem.EMPTY),
        ("그래 (사용자 질문) 뭐 해", Problem.MARKER),
        ("응 (오로라 답변", Problem.MARKER),
        ("로라: 안녕", Problem.MARKER),
        ("안녕 기억: 없음", Problem.MARKER),
        ("[이름: 민수] 기억했어", Problem.MARKER),
        ("눈 크게, 입 크게, 고개 돌림 없음", Problem.MARKER),
        ("안녕<eos>", Problem.MARKER),
        ("여기 봐 http://example.com", Problem.LINK),
        ("여기 봐 HTTPS://example.com", Problem.LINK),
        ("www.example.com 어때", Problem.LINK),
        ("안녕 \ufffd", Problem.BROKEN_TEXT),
        ("좋아해 좋아해 좋아해", Problem.REPETITION),
        ("아이스크림 아이스크림 먹자", Problem.REPETITION),
        ("오늘은 월요일이야", Problem.WRONG_WEEKDAY),
    ],
)
def test_what_cannot_be_said(text: str, reason: Problem) -> None:
    assert problem(text) is reason


def test_sentence_that_was_cut_off_is_not_said() -> None:
    assert problem("나는 그래서", is_finished=False) is Problem.UNFINISHED


@pytest.mark.parametrize("today", range(7))
def test_only_todays_name_is_todays(today: int) -> None:
    moment = Moment(today, "오후")
    tomorrow = WEEKDAYS[(today + 1) % 7]
    for name in WEEKDAYS:
        assert (problem(f"오늘은 {name}이야", moment=moment) is None) == (name == WEEKDAYS[today])
        assert (problem(f"지금 {name}이잖아", moment=moment) is None) == (name == WEEKDAYS[today])
        assert (problem(f"내일 {name}이네", moment=moment) is None) == (name == tomorrow)


def test_other_day_may_be_named_if_the_person_named_it() -> None:
    assert problem("목요일에 보자") is Problem.WRONG_WEEKDAY
    assert problem("목요일에 보자", known="목요일에 볼까?") is None
    assert problem("수요일에 보자") is None  # tomorrow
    assert problem("목요일이지", known="모레 무슨 요일이야?") is None
    assert problem("금요일이지", known="모레 무슨 요일이야?") is Problem.WRONG_WEEKDAY


def test_weekend_is_now_only_on_a_weekend() -> None:
    text = "오늘은 주말이니까 푹 쉬어"
    assert problem(text) is Problem.WRONG_WEEKDAY
    assert problem(text, known="이번 주말에 뭐 해?") is None
    assert problem(text, moment=Moment(FRIDAY, "오후")) is Problem.WRONG_WEEKDAY
    for moment in (Moment(FRIDAY, "저녁"), Moment(SATURDAY, "오전"), Moment(SUNDAY, "저녁")):
        assert problem(text, moment=moment) is None


def test_friday_night_is_on_friday_and_looked_forward_to_the_day_before() -> None:
    assert problem("불금이잖아!") is Problem.WRONG_WEEKDAY
    assert problem("불금이잖아!", known="불금에 뭐 하지") is None
    assert problem("불금이잖아!", moment=Moment(FRIDAY, "오후")) is None
    assert problem("내일이 불금!", moment=Moment(THURSDAY, "저녁")) is None


def test_week_starts_on_monday() -> None:
    for text in ("한 주 시작이네", "한 주의 시작, 힘내"):
        assert problem(text) is Problem.WRONG_WEEKDAY
        assert problem(text, moment=Moment(MONDAY, "오전")) is None


def test_particles_and_spaces_are_mended() -> None:
    assert clean("  오늘는  비가 와\n내일는 맑대 ") == "오늘은 비가 와 내일은 맑대"
