from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.durations import parse_duration


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("7 days", 168),
        ("1h", 1),
        ("1시간", 1),
        ("30분", 0.5),
        ("2주 3일", 17 * 24),
        ("1 day, 2 hours", 26),
        (" 1D ", 24),
        ("90m", 1.5),
    ],
)
def test_lengths_as_people_write_them(text: str, hours: float) -> None:
    assert parse_duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "soon", "7", "days", "0 days", "1 year", "-1 day", "1.5 h"])
def test_other_texts_name_no_length(text: str) -> None:
    assert parse_duration(text) is None


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    duration = parse_duration(text)
    assert duration is None or duration > timedelta(0)
