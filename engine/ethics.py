"""The five classes and when a score counts: pure functions, no model.

The verdict rests on the message alone. What she answers never changes it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from math import isnan
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from engine.views import ViewKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.views import View

RULE_VERSION = "judge-2"


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

    love: float = 0.30
    politics: float = 0.30
    paedrip: float = 0.89
    hate: float = 0.91
    normal_guard: float = 0.35
    uncertain_band: float = 0.15  # this far below its threshold a class is in doubt

    def lowered(self) -> Thresholds:
        """The thresholds from which a class is at least in doubt."""
        lower = {c.value: self.of(c) - self.uncertain_band for c in Category}
        return replace(self, **lower, normal_guard=self.normal_guard + self.uncertain_band)

    def of(self, category: Category) -> float:
        """The threshold of one class."""
        value: float = getattr(self, category.value)
        return value


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the encoder says of one text."""

    scores: Mapping[str, float]  # in [0, 1] for each class name
    nearest: str | None = None  # of the messages it learnt from, the one most like it


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of one view of a message."""

    view: View
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the encoder says of one message, and all that explains it.

    `uncertain` are classes that come near their threshold: moderators see them, nobody is
    sanctioned for them.
    """

    scores: Mapping[str, float]  # of the view that decided; of the text as it was sent, if none did
    decision: tuple[Category, ...]
    uncertain: tuple[Category, ...] = ()
    view: ViewKind = ViewKind.RAW
    nearest: str | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)
    model: str = ""
    rule: str = RULE_VERSION

    def explanation(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        return {
            "scores": {name: round(score, 4) for name, score in self.scores.items()},
            "decision": [category.value for category in self.decision],
            "uncertain": [category.value for category in self.uncertain],
            "view": self.view.value,
            "nearest": self.nearest,
            "thresholds": asdict(self.thresholds),
            "model": self.model,
            "rule": self.rule,
        }


def decide(scores: Mapping[str, float], thresholds: Thresholds) -> tuple[Category, ...]:
    """The classes at or over their threshold, unless the message looks normal enough.

    One score that is not a number spoils them all: a broken model sanctions nobody.
    """
    if any(map(isnan, scores.values())) or scores[NORMAL] >= thresholds.normal_guard:
        return ()
    return tuple(c for c in Category if scores[c] >= thresholds.of(c))


def conclude(readings: Sequence[Reading], thresholds: Thresholds, model: str) -> Verdict:
    """The verdict on a message from the readings of its views, the raw one first.

    A class counts if any view shows it. Two views only put it in doubt: the message before it, and
    the text as it was sent if it reads normal, since hidden text is strange to the encoder.
    What explains the verdict is the view that shows the most classes; of several, the first.
    """
    scores = [reading.judgement.scores for reading in readings]
    reads_normal = any(
        reading.view.kind is ViewKind.NORMALISED and of_view[NORMAL] >= thresholds.normal_guard
        for reading, of_view in zip(readings, scores, strict=True)
    )
    doubtful = {ViewKind.CONTEXT, ViewKind.RAW} if reads_normal else {ViewKind.CONTEXT}
    decisions = [
        () if reading.view.kind in doubtful else decide(of_view, thresholds)
        for reading, of_view in zip(readings, scores, strict=True)
    ]
    decided = tuple(c for c in Category if any(c in decision for decision in decisions))
    at = max(range(len(readings)), key=lambda i: len(decisions[i]))
    lowered = thresholds.lowered()
    doubts = [decide(of_view, lowered) for of_view in scores]
    return Verdict(
        scores=scores[at],
        decision=decided,
        uncertain=tuple(
            c for c in Category if c not in decided and any(c in doubt for doubt in doubts)
        ),
        view=readings[at].view.kind,
        nearest=readings[at].judgement.nearest,
        thresholds=thresholds,
        model=model,
    )
