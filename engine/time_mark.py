"""The time as she knows it, and when a message needs to be told it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

WEEKDAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
_MARKS = ("오늘", "내일", "지금", "요일", "이따", "휴일")
_DAY_STARTS_AT = 4


@dataclass(frozen=True, slots=True)
class Moment:
    """A weekday (0 is Monday) and a part of the day, as people feel them."""

    weekday: int
    part: str  # 오전, 오후, 저녁

    @classmethod
    def of(cls, local: datetime) -> Moment:
        """Before 04:00 it still is the evening before; Friday's evening starts at 17:00."""
        day = local - timedelta(hours=_DAY_STARTS_AT)
        weekday = day.weekday()
        evening = 17 if weekday == FRIDAY else 18
        if day.date() != local.date() or local.hour >= evening:
            return cls(weekday, "저녁")
        return cls(weekday, "오전" if local.hour < 12 else "오후")

    @property
    def today(self) -> str:
        """Today's name."""
        return WEEKDAYS[self.weekday]

    @property
    def tomorrow(self) -> str:
        """Tomorrow's name."""
        return WEEKDAYS[(self.weekday + 1) % 7]

    @property
    def day_after_tomorrow(self) -> str:
        """The name of the day after it."""
        return WEEKDAYS[(self.weekday + 2) % 7]

    @property
    def text(self) -> str:
        """The form that prompts hold."""
        return f"{self.today} {self.part}"


def needs_time(message: str) -> bool:
    """Whether a message speaks of a time that she can only know from the clock."""
    return any(mark in message for mark in _MARKS)
