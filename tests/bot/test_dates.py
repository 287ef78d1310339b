from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.dates import day_words, minute_words, period_words

if TYPE_CHECKING:
    from datetime import tzinfo

SEOUL = ZoneInfo("Asia/Seoul")
UNTIL = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 15, 0, tzinfo=SEOUL), "2026년 11월 23일 (월) 오후 3시"),
        (datetime(2026, 11, 23, 0, 0, tzinfo=SEOUL), "2026년 11월 23일 (월) 오전 0시"),
        (datetime(2026, 11, 23, 12, 30, tzinfo=SEOUL), "2026년 11월 23일 (월) 오후 12시 30분"),
        (datetime(2028, 2, 29, 23, 59, tzinfo=SEOUL), "2028년 2월 29일 (화) 오후 11시 59분"),
    ],
)
def test_korean_minutes(moment: datetime, words: str) -> None:
    assert minute_words(moment, "ko", SEOUL) == words


def test_a_minute_that_has_begun_is_rounded_up() -> None:
    moment = datetime(2026, 12, 31, 23, 59, 0, 1, tzinfo=SEOUL)
    assert minute_words(moment, "ko", SEOUL) == "2027년 1월 1일 (금) 오전 0시"


@pytest.mark.parametrize(
    ("zone", "mark"),
    [
        (ZoneInfo("UTC"), "(GMT+0)"),
        (ZoneInfo("America/St_Johns"), "(GMT-3:30)"),
        (ZoneInfo("Asia/Kolkata"), "(GMT+5:30)"),
    ],
)
def test_another_zone_is_named_in_korean_too(zone: tzinfo, mark: str) -> None:
    assert minute_words(UNTIL, "ko", zone).endswith(mark)


def test_days_are_those_of_the_zone() -> None:
    moment = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert day_words(moment, "ko", SEOUL) == "2026년 11월 23일"
    assert day_words(moment, "en", ZoneInfo("UTC")) == "22 November 2026"


@pytest.mark.parametrize(
    ("period", "korean", "english"),
    [
        (timedelta(days=7), "7일", "7 days"),
        (timedelta(hours=1), "1시간", "1 hour"),
        (timedelta(days=1, hours=3, minutes=5), "1일 3시간", "1 day 3 hours"),
        (timedelta(minutes=59, seconds=1), "1시간", "1 hour"),
        (timedelta(seconds=1), "1분", "1 minute"),
    ],
)
def test_lengths_of_time_in_two_units(period: timedelta, korean: str, english: str) -> None:
    assert (period_words(period, "ko"), period_words(period, "en")) == (korean, english)
