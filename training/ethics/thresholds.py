"""Thresholds from validation rows, for a stated share of benign messages that may be sanctioned.

`python -m training.ethics.thresholds` prints the table for the profile; the log says what was
chosen. The share is less where the first step is a block of days.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.ethics import NORMAL, Category

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from training.ethics.figures import Judged

HIGHEST_FPR: Mapping[Category, float] = MappingProxyType(
    {
        Category.LOVE: 0.005,
        Category.POLITICS: 0.005,
        Category.PAEDRIP: 0.001,
        Category.HATE: 0.001,
    }
)
"""Of benign messages, near-misses among them, per class."""

_LOWEST = 0.3  # below, a few rows would decide
_STEP = 0.01


def thresholds(judged: Sequence[Judged], normal_guard: float) -> dict[str, float]:
    """For each class the lowest threshold that sanctions no more benign rows than it may."""
    benign = [j for j in judged if not j.row.labels and j.scores[NORMAL] < normal_guard]
    num_benign = sum(not j.row.labels for j in judged)
    found = {}
    for category, highest in HIGHEST_FPR.items():
        allowed = int(highest * num_benign)
        scores = sorted((j.scores[category] for j in benign), reverse=True)
        worst = scores[allowed] if len(scores) > allowed else 0.0
        found[category.value] = round(max(_LOWEST, worst + _STEP), 2)
    return found
