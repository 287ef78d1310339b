"""Lengths of time as people write them: "7 days", "1h", "30분", "2주 3일"."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

_UNITS: Final = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_NAMES: Final = {
    "minute": ("m", "min", "minute", "minutes", "분"),
    "hour": ("h", "hour", "hours", "시간"),
    "day": ("d", "day", "days", "일"),
    "week": ("w", "week", "weeks", "주", "주일"),
}
_UNIT_OF: Final = {name: _UNITS[unit] for unit, names in _NAMES.items() for name in names}
_PART: Final = re.compile(r"\s*(\d{1,6})\s*([a-z]+|[가-힣]+)\s*,?")


def parse_duration(text: str) -> timedelta | None:
    """The length of time that a text names; None if it names none."""
    rest, total = text.strip().lower(), timedelta(0)
    while rest:
        part = _PART.match(rest)
        if part is None or part[2] not in _UNIT_OF:
            return None
        total += int(part[1]) * _UNIT_OF[part[2]]
        rest = rest[part.end() :]
    return total or None
