"""A persona row to start from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from training.rows import PersonaRow

_ROW = PersonaRow(
    id="sample-001",
    meaning="sample",
    topic="music",
    message="나 요즘 음악을 자주 들어",
    reply="음악은 언제 들어도 좋지! 🎧",
    turn_summary="사용자는 음악을 자주 들음",
    expression="눈 크게, 입 크게, 고개 돌림 없음",
)


def sample_row(**changes: Any) -> PersonaRow:
    """One plain row, with some fields changed."""
    return replace(_ROW, **changes)
