"""The five classes and when a score counts: pure functions, no model.

The verdict rests on the message alone. What she answers never changes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isnan
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Category(StrEnum):
    """The classes that can be sanctioned."""

    LOVE = "love"
    POLITICS = "politics"
    PAEDRIP = "paedrip"
    HATE = "hate"


NORMAL = "normal"
CLASS_NAMES: Mapping[str, str] = MappingProxyType(
    {
        Category.LOVE: "사랑 고백/만남",
        Category.POLITICS: "정치",
        Category.PAEDRIP: "패드립",
        Category.HATE: "혐오/기타",
        NORMAL: "일반",
    }
)
"""What the encoder compares a message with, in the order of the scores."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The score from which a class counts, and the normal score from which none does.

    Chosen on our validation rows: lower where the first step is a warning, higher where it is a
    block (figures in docs/LOG.md).
    """

    love: float = 0.50
    politics: float = 0.60
    paedrip: float = 0.80
    hate: float = 0.80
    normal_guard: float = 0.50

    def of(self, category: Category) -> float:
        """The threshold of one class."""
        value: float = getattr(self, category.value)
        return value


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the encoder says of one message: a score in [0, 1] for each class name."""

    scores: Mapping[str, float]
    decision: tuple[Category, ...]


def decide(scores: Mapping[str, float], thresholds: Thresholds) -> tuple[Category, ...]:
    """The classes at or over their threshold, unless the message looks normal enough.

    One score that is not a number spoils them all: a broken model sanctions nobody.
    """
    if any(map(isnan, scores.values())) or scores[NORMAL] >= thresholds.normal_guard:
        return ()
    return tuple(c for c in Category if scores[c] >= thresholds.of(c))
