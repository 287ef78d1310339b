"""The judge's figures on cases worked out by hand."""

from __future__ import annotations

import pytest

from engine.ethics import CLASS_NAMES, Category
from tests.scripted_models import normal_scores
from training.ethics import figures
from training.ethics.figures import Judged
from training.rows import EthicsRow


def judged(
    *labels: str, decision: tuple[Category, ...] = (), near: str | None = None, **scores: float
) -> Judged:
    return Judged(EthicsRow("id", "meaning", "글", labels, near), normal_scores(**scores), decision)


def certain(category: Category) -> Judged:
    scores = normal_scores() | {category.value: 1.0, "normal": 0.0}
    return Judged(EthicsRow("id", "meaning", "글", (category.value,)), scores, ())


FOUR = [
    judged("hate", decision=(Category.HATE,), hate=0.9),
    judged("hate", hate=0.4, normal=0.6),
    judged("love", "hate", decision=(Category.LOVE,), love=0.8, hate=0.1),
    judged(near="hate", decision=(Category.HATE,), hate=0.7),
]


def test_highest_score_may_be_of_either_class() -> None:
    assert figures.accuracy(FOUR) == 0.5


def test_recall_and_precision_are_of_decisions() -> None:
    assert figures.recall(FOUR, Category.HATE) == pytest.approx(1 / 3, abs=1e-4)
    assert figures.precision(FOUR, Category.HATE) == 0.5
    assert figures.recall(FOUR, Category.LOVE) == figures.precision(FOUR, Category.LOVE) == 1.0


def test_near_miss_that_is_sanctioned_counts() -> None:
    assert figures.fpr_near_miss(FOUR, Category.HATE) == 1.0
    assert figures.fpr_near_miss(FOUR, Category.LOVE) == 0.0


@pytest.mark.parametrize(
    ("category", "hours"),
    [(Category.LOVE, 0), (Category.POLITICS, 0), (Category.HATE, 240), (Category.PAEDRIP, 1680)],
)
def test_wrongful_hours_are_of_the_first_step(category: Category, hours: float) -> None:
    rows = [judged(normal=1.0) for _ in range(99)] + [judged(decision=(category,))]
    assert figures.ban_hours_per_1000(rows) == hours


def test_interval_holds_the_figure_and_narrows_with_more_rows() -> None:
    few, many = (figures.interval(FOUR * n, figures.accuracy) for n in (1, 100))
    assert few[0] <= many[0] <= 0.5 <= many[1] <= few[1]


def test_right_scores_have_no_error() -> None:
    rows = [judged(normal=1.0), *map(certain, Category)]
    errors = figures.score_errors(rows)
    assert (errors["mse"], errors["mae"], errors["calibration_error"]) == (0, 0, 0)
    assert errors["correlation"] == errors["auroc"] == 1
    assert figures.macro_f1(rows) == 1


def test_bins_count_every_score_once() -> None:
    assert sum(count for _, _, count in figures.reliability(FOUR)) == len(FOUR) * len(CLASS_NAMES)
