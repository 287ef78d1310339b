"""Points in time, in the words that people use."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from babel.dates import format_datetime, get_day_names

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

_UNITS = (("day", "일"), ("hour", "시간"), ("minute", "분"))
_KOREA_OFFSET = timedelta(hours=9)


def day_words(moment: datetime, language: str, zone: tzinfo) -> str:
    """The day, such as "2026년 11월 23일" or "23 November 2026"."""
    pattern = "y년 M월 d일" if language == "ko" else "d MMMM y"
    return format_datetime(moment.astimezone(zone), pattern, locale=language)


def minute_words(moment: datetime, language: str, zone: tzinfo) -> str:
    """Day, weekday and time, never earlier than the moment itself.

    Rounded up, so that a block told with these words is over when the clock shows them.
    """
    local = _whole_minute_after(moment).astimezone(zone)
    if language == "ko":
        return _korean(local) + ("" if local.utcoffset() == _KOREA_OFFSET else _offset(local))
    return format_datetime(local, "EEE, d MMMM y, h:mm a", locale=language) + _offset(local)


def period_words(period: timedelta, language: str) -> str:
    """A length of time in its two largest units: "7일", "1일 3시간", "90 days"."""
    minutes = -(-period // timedelta(minutes=1))
    counts = (minutes // 1440, minutes % 1440 // 60, minutes % 60)
    words = [
        f"{count}{korean}" if language == "ko" else f"{count} {english}{'s' if count > 1 else ''}"
        for count, (english, korean) in zip(counts, _UNITS, strict=True)
        if count
    ]
    return " ".join(words[:2])


def _whole_minute_after(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def _korean(local: datetime) -> str:
    # Babel's own pattern says PM for 오후, and 12시 for midnight, which is taken for noon.
    weekday = get_day_names("abbreviated", locale="ko")[local.weekday()]
    half = "오전" if local.hour < 12 else "오후"
    hour = local.hour if local.hour <= 12 else local.hour - 12
    minute = f" {local.minute}분" if local.minute else ""
    date = f"{local.year}년 {local.month}월 {local.day}일"
    return f"{date} ({weekday}) {half} {hour}시{minute}"


def _offset(local: datetime) -> str:
    minutes = int((local.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f" (GMT{sign}{hours}{f':{rest:02}' if rest else ''})"
