"""Whether a text the model wrote can be said, and the small mendings it gets."""

from __future__ import annotations

import re
from enum import StrEnum

from engine.persona import contradicts_her_facts
from engine.time_mark import FRIDAY, SATURDAY, SUNDAY, WEEKDAYS, Moment


class Problem(StrEnum):
    """Why a try is thrown away."""

    EMPTY = "empty"
    UNFINISHED = "unfinished"
    MARKER = "marker"
    LINK = "link"
    BROKEN_TEXT = "broken text"
    REPETITION = "repetition"
    WRONG_WEEKDAY = "wrong weekday"
    POLITE = "polite speech"
    CONTRADICTION = "contradicts her facts"


_MARKERS = (
    "(사용자", "요약)", "(오로라", "(지금은", "(답변", "###", "로라:", "기억:", "요약:", "표정:",
    "고개 돌림", "[", "]", "<",
)  # fmt: skip
_PARTICLES = {"오늘는": "오늘은", "내일는": "내일은", "오늘를": "오늘을", "내일를": "내일을"}
_REPEATED = re.compile(r"(.{3,}?)\s*\1\s*\1|(\S{4,})(?:\s+\2){1,}")
_NAMED_DAY = re.compile(r"(?:(오늘|지금|내일)[은이도]?\s*)?([월화수목금토일]요일)")
_WEEKEND_IS_NOW = re.compile(r"(?:오늘|지금).{0,4}주말|(?<!면 )주말이(?:네|야|니까|잖아|라)")
_POLITE = re.compile(
    r"(?:(?<![필중소수동개고월요])요|[습입합]니다|[습입합]니까|십시오)"
    r"(?=[\s.,!?~ㅎㅋㅠㅜ]*(?:[.!?~]|[^\w\s]|$))"
)
_WEEK_STARTS = re.compile(r"한 주(?:의)? 시작")


def clean(text: str) -> str:
    """The text as it is shown: one line, particles mended."""
    line = " ".join(text.split())
    for wrong, right in _PARTICLES.items():
        line = line.replace(wrong, right)
    return line


def problem_of(text: str, *, is_finished: bool, moment: Moment, known: str) -> Problem | None:
    """The first reason not to say a cleaned text; none when it can be said.

    Args:
        text: the cleaned text.
        is_finished: whether the model itself ended it.
        moment: when it is said.
        known: what the model was given; days named there may be named in the reply.
    """
    if not any(c.isalnum() for c in text):
        return Problem.EMPTY
    if any(marker in text for marker in _MARKERS):
        return Problem.MARKER
    if "http" in text.lower() or "www." in text.lower():
        return Problem.LINK
    if "\ufffd" in text:
        return Problem.BROKEN_TEXT
    if _REPEATED.search(text):
        return Problem.REPETITION
    if names_wrong_day(text, moment, known):
        return Problem.WRONG_WEEKDAY
    if is_polite(text):
        return Problem.POLITE
    if contradicts_her_facts(text, known):
        return Problem.CONTRADICTION
    return None if is_finished else Problem.UNFINISHED


def is_polite(text: str) -> bool:
    """Whether some sentence ends in 존댓말: hers never do."""
    return bool(_POLITE.search(text))


def names_wrong_day(text: str, moment: Moment, known: str) -> bool:
    """Whether the text says a weekday, a weekend or the start of a week that is not."""
    for relation, day in _NAMED_DAY.findall(text):
        expected = {"오늘": moment.today, "지금": moment.today, "내일": moment.tomorrow}.get(
            relation
        )
        if expected and day != expected:
            return True
        if not expected and day not in _days_at_hand(moment, known):
            return True
    is_weekend = moment.weekday in (SATURDAY, SUNDAY) or (
        moment.weekday == FRIDAY and moment.part == "저녁"
    )
    if _WEEKEND_IS_NOW.search(text) and not is_weekend and "주말" not in known:
        return True
    is_friday_near = FRIDAY in (moment.weekday, (moment.weekday + 1) % 7)
    if "불금" in text and not is_friday_near and "불금" not in known:
        return True
    return bool(_WEEK_STARTS.search(text)) and moment.weekday != WEEKDAYS.index("월요일")


def _days_at_hand(moment: Moment, known: str) -> set[str]:
    days = {moment.today, moment.tomorrow, *(day for day in WEEKDAYS if day in known)}
    return days | {moment.day_after_tomorrow} if "모레" in known else days
