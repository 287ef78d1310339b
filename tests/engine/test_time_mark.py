"""Where her day and its parts begin."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from engine.time_mark import FRIDAY, SATURDAY, SUNDAY, Moment, needs_time

SEOUL = ZoneInfo("Asia/Seoul")
MONDAY = 0


def at(day: int, hour: int, minute: int = 0) -> Moment:
    """November 2026 began on a Sunday."""
    return Moment.of(datetime(2026, 11, day, hour, minute, tzinfo=SEOUL))


@pytest.mark.parametrize(
    ("day", "hour", "minute", "moment"),
    [
        (23, 3, 59, Moment(SUNDAY, "저녁")),
        (23, 4, 0, Moment(MONDAY, "오전")),
        (23, 11, 59, Moment(MONDAY, "오전")),
        (23, 12, 0, Moment(MONDAY, "오후")),
        (23, 17, 59, Moment(MONDAY, "오후")),
        (23, 18, 0, Moment(MONDAY, "저녁")),
        (24, 0, 0, Moment(MONDAY, "저녁")),
        (27, 16, 59, Moment(FRIDAY, "오후")),
        (27, 17, 0, Moment(FRIDAY, "저녁")),
        (28, 3, 59, Moment(FRIDAY, "저녁")),
        (28, 17, 0, Moment(SATURDAY, "오후")),
        (29, 23, 59, Moment(SUNDAY, "저녁")),
    ],
)
def test_parts_of_the_day(day: int, hour: int, minute: int, moment: Moment) -> None:
    assert at(day, hour, minute) == moment


def test_new_years_eve_lasts_until_four() -> None:
    moment = Moment.of(datetime(2027, 1, 1, 3, 59, tzinfo=SEOUL))  # a Friday
    assert moment.text == "목요일 저녁"


def test_tomorrow_of_sunday_is_monday() -> None:
    moment = at(22, 13)
    assert (moment.today, moment.tomorrow) == ("일요일", "월요일")
    assert moment.text == "일요일 오후"


@pytest.mark.parametrize("word", ["오늘", "내일", "지금", "무슨 요일이야", "이따", "휴일"])
def test_messages_that_need_the_clock(word: str) -> None:
    assert needs_time(f"로라야 {word}?")


def test_other_messages_do_not() -> None:
    assert not needs_time("로라야 안녕? 노래 좋아해?")
