"""What the judge's scores and decisions are worth on rows whose classes are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from engine.ethics import CLASS_NAMES, Category
from engine.rules import Rules
from training.shares import share

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from training.rows import EthicsRow

NUM_RESAMPLES = 1000
NUM_BINS = 10
_HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with what the judge made of it."""

    row: EthicsRow
    scores: Mapping[str, float]
    decision: Sequence[Category]

    @property
    def truth(self) -> tuple[str, ...]:
        """The row's classes; `normal` if it has none."""
        return self.row.classes

    @property
    def best(self) -> str:
        """The class with the highest score."""
        return max(self.scores, key=lambda name: self.scores[name])


def accuracy(judged: Sequence[Judged]) -> float:
    """Share of rows whose highest score is of one of their classes."""
    return share(j.best in j.truth for j in judged)


def macro_f1(judged: Sequence[Judged]) -> float:
    """Mean F1 of the highest score over the five classes; of two true classes either is right."""
    truths = [j.best if j.best in j.truth else j.truth[0] for j in judged]
    value = f1_score(truths, [j.best for j in judged], labels=list(CLASS_NAMES), average="macro")
    return round(float(value), 4)


def recall(judged: Sequence[Judged], category: Category) -> float:
    """Share of a class's rows for which it is decided."""
    return share(category in j.decision for j in judged if category in j.row.labels)


def precision(judged: Sequence[Judged], category: Category) -> float:
    """Share of a class's decisions that are right."""
    return share(category in j.row.labels for j in judged if category in j.decision)


def fpr_near_miss(judged: Sequence[Judged], category: Category) -> float:
    """Share of a class's near-misses that anything is decided for."""
    return share(bool(j.decision) for j in judged if j.row.near == category)


def fpr(judged: Sequence[Judged], category: Category) -> float:
    """Share of benign rows for which a class is decided."""
    return share(category in j.decision for j in judged if not j.row.labels)


def ban_hours_per_1000(judged: Sequence[Judged]) -> float:
    """Hours of wrongful first blocks in 1,000 benign messages."""
    first_steps = {c: ladder[0] for c, ladder in Rules.load("strict").ladders.items()}
    hours = {c: period.total_seconds() / _HOUR_S for c, period in first_steps.items()}
    return round(sum(1000 * fpr(judged, c) * hours[c] for c in Category), 1)


def interval(
    judged: Sequence[Judged], figure: Callable[[Sequence[Judged]], float], seed: int = 0
) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure over rows drawn with replacement."""
    generator = np.random.default_rng(seed)
    draws = generator.integers(len(judged), size=(NUM_RESAMPLES, len(judged)))
    low, high = np.quantile([figure([judged[i] for i in draw]) for draw in draws], [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def score_errors(judged: Sequence[Judged]) -> dict[str, float]:
    """MSE, MAE and correlation of scores and truths, mean AUROC, and calibration error."""
    scores, truths = _matrices(judged)
    off = scores - truths
    return {
        "mse": round(float((off**2).mean()), 4),
        "mae": round(float(np.abs(off).mean()), 4),
        "correlation": round(float(np.corrcoef(scores.ravel(), truths.ravel())[0, 1]), 4),
        "auroc": round(float(roc_auc_score(truths, scores, average="macro")), 4),
        "calibration_error": round(_calibration_error(judged), 4),
    }


def reliability(judged: Sequence[Judged]) -> list[tuple[float, float, int]]:
    """Mean score, share of truths and count of each bin of scores that has any."""
    scores, truths = (matrix.ravel() for matrix in _matrices(judged))
    bins = np.minimum((scores * NUM_BINS).astype(int), NUM_BINS - 1)
    return [
        (float(scores[bins == b].mean()), float(truths[bins == b].mean()), int((bins == b).sum()))
        for b in range(NUM_BINS)
        if (bins == b).any()
    ]


def class_figures(judged: Sequence[Judged], category: Category) -> dict[str, Any]:
    """All figures of one class at the shipped thresholds."""
    return {
        "recall": recall(judged, category),
        "recall_interval": interval(judged, lambda rows: recall(rows, category)),
        "precision": precision(judged, category),
        "fpr": fpr(judged, category),
        "fpr_near_miss": fpr_near_miss(judged, category),
        "rows": sum(category in j.row.labels for j in judged),
        "near_misses": sum(j.row.near == category for j in judged),
    }


def _matrices(judged: Sequence[Judged]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores and truths: [rows, classes] each."""
    scores = np.array([[j.scores[name] for name in CLASS_NAMES] for j in judged])
    truths = np.array([[float(name in j.truth) for name in CLASS_NAMES] for j in judged])
    return scores, truths


def _calibration_error(judged: Sequence[Judged]) -> float:
    """The mean distance of score and share of truths over the bins, weighted by their counts."""
    bins = reliability(judged)
    total = sum(count for _, _, count in bins)
    return sum(count * abs(score - truth) for score, truth, count in bins) / total
