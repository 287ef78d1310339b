"""Which memory is used."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.recall import choose, follows_up
from storage.records import Memory

NAN = float("nan")


def memories(count: int) -> list[Memory]:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return [Memory(number, 1, "키", f"값{number}", now) for number in range(count)]


@pytest.mark.parametrize(
    ("scores", "chosen"),
    [
        ([], None),
        ([0.59], None),
        ([0.6], 0),
        ([0.7, 0.9, 0.8], 1),
        ([0.9, 0.9, 0.1], 1),  # of equal ones the newest
        ([NAN], None),
        ([NAN, 0.9], 1),
        ([0.9, NAN], 0),
        ([NAN, 0.5], None),
    ],
)
def test_best_fitting_memory_is_chosen(scores: list[float], chosen: int | None) -> None:
    stored = memories(len(scores))
    expected = None if chosen is None else stored[chosen]
    assert choose(stored, scores, 0.6) == expected


def test_scores_belong_to_memories() -> None:
    with pytest.raises(ValueError, match="zip"):
        choose(memories(2), [0.9], 0.6)


@pytest.mark.parametrize(
    ("score", "goes_on"), [(0.0, False), (0.29, False), (0.3, True), (1.0, True), (NAN, True)]
)
def test_message_goes_on_from_the_last_turn_when_in_doubt(score: float, goes_on: bool) -> None:
    assert follows_up(score, 0.3) is goes_on


def test_without_a_threshold_the_last_turn_always_counts() -> None:
    assert follows_up(0.0, 0.0)
