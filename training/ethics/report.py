"""The judge's report: its figures, four pictures, and every row it got wrong."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure as Picture
from sklearn.metrics import confusion_matrix

from engine.ethics import CLASS_NAMES, Category
from training.ethics import figures
from training.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from training.ethics.figures import Judged

_WIDTH = 100


def write_report(folder: Path, judged: Sequence[Judged], found: Mapping[str, Any]) -> None:
    """Write `README.md` and its pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    _confusion(judged).savefig(folder / "confusion.png", dpi=120)
    _distributions(judged).savefig(folder / "scores.png", dpi=120)
    _reliability(judged).savefig(folder / "reliability.png", dpi=120)
    parts = [
        "# Report on the judge",
        textwrap.fill(
            "Made by `ohlora evaluate ethics --report docs/reports/ethics` on rows of ours that no "
            "LoRA was trained on, at the shipped thresholds. Near-misses are benign sentences with "
            "a class's words. Intervals are 95 % bootstrap intervals over the rows.",
            _WIDTH,
        ),
        "\n".join(_overview(found)),
        "## Classes",
        "\n".join(_class_lines(found["classes"])),
        "## Ways of hiding",
        "*Recall*: clean recall that is kept. *Added*: more benign rows sanctioned.",
        "\n".join(_transform_lines(found["transforms"])),
        "![Which class is taken for which](confusion.png)",
        "![Scores of rows with and without the class](scores.png)",
        "![Scores and shares of truths](reliability.png)",
        "## Wrong decisions",
        "\n".join(_wrong_lines(judged)),
    ]
    (folder / "README.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _overview(found: Mapping[str, Any]) -> Iterator[str]:
    yield "| Figure | Value |"
    yield "|---|---|"
    yield f"| rows | {found['rows']} |"
    low, high = found["accuracy_interval"]
    yield f"| accuracy | {found['accuracy']:.4f} ({low:.4f} - {high:.4f}) |"
    for name in (
        "macro_f1", "mse", "mae", "correlation", "auroc", "calibration_error",
        "benign_sanctioned", "ban_hours_per_1000",
    ):  # fmt: skip
        yield f"| {name} | {found[name]} |"


def _class_lines(classes: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield "| Class | Recall | Precision | Benign | Near-misses | Rows, near-misses |"
    yield "|---|---|---|---|---|---|"
    for name, c in classes.items():
        low, high = c["recall_interval"]
        yield (
            f"| {name} | {c['recall']:.3f} ({low:.3f} - {high:.3f}) | {c['precision']:.3f} "
            f"| {c['fpr']:.4f} | {c['fpr_near_miss']:.4f} | {c['rows']}, {c['near_misses']} |"
        )


def _transform_lines(transforms: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    yield "| Way | Recall | Added |"
    yield "|---|---|---|"
    for name, figure in transforms.items():
        yield f"| {name} | {figure['recall']:.3f} | {figure['fpr_added']:+.4f} |"


def _wrong_lines(judged: Sequence[Judged]) -> Iterator[str]:
    yield "| Truth | Decision | Text |"
    yield "|---|---|---|"
    for j in judged:
        if set(j.decision) != set(j.row.labels):
            decided = ", ".join(j.decision) or "-"
            yield f"| {', '.join(j.truth)} | {decided} | {escaped(j.row.text)} |"


def _confusion(judged: Sequence[Judged]) -> Picture:
    names = list(CLASS_NAMES)
    truths = [j.best if j.best in j.truth else j.truth[0] for j in judged]
    counts = confusion_matrix(truths, [j.best for j in judged], labels=names)
    picture = Picture(figsize=(5, 4.5), layout="constrained")
    axes = picture.subplots()
    axes.imshow(counts, cmap="Blues", norm="symlog")
    axes.set_xticks(range(len(names)), names, rotation=30)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("highest score")
    axes.set_ylabel("truth")
    for (row, column), count in _cells(counts):
        axes.text(column, row, str(count), ha="center", va="center")
    return picture


def _cells(counts: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """Index and value of every cell of a matrix."""
    for row, values in enumerate(counts.tolist()):
        for column, value in enumerate(values):
            yield (row, column), value


def _distributions(judged: Sequence[Judged]) -> Picture:
    picture = Picture(figsize=(8, 5), layout="constrained")
    for axes, category in zip(picture.subplots(2, 2).flat, Category, strict=True):
        for label, wanted in (("other rows", False), (category.value, True)):
            scores = [j.scores[category] for j in judged if (category in j.row.labels) is wanted]
            axes.hist(scores, bins=30, range=(0, 1), log=True, alpha=0.6, label=label)
        axes.legend()
        axes.set_xlabel("score")
    return picture


def _reliability(judged: Sequence[Judged]) -> Picture:
    picture = Picture(figsize=(4.5, 4), layout="constrained")
    axes = picture.subplots()
    points = figures.reliability(judged)
    axes.plot([0, 1], [0, 1], linestyle=":")
    axes.plot([p[0] for p in points], [p[1] for p in points], marker="o")
    axes.set_xlabel("mean score")
    axes.set_ylabel("share that has the class")
    return picture
