"""`ohlora evaluate ethics`: every figure of the judge on one split of our rows."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from engine.ethics import Category
from engine.inference.encoder import SentenceEncoder
from engine.inference.judge_model import JudgeModel
from engine.inference.loras import folder_of
from engine.inference.profile import EncoderRole
from training.ethics import figures
from training.ethics.report import write_report
from training.ethics.verdicts import Judge
from training.evasion import EVASIONS
from training.rows import ethics_rows, of_split
from training.shares import share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.inference.profile import Profile
    from training.ethics.figures import Judged
    from training.rows import EthicsRow, Split


def evaluate(
    encoder: Path,
    profile: Profile,
    split: Split,
    *,
    folder: Path | None = None,
    report: Path | None = None,
) -> dict[str, Any]:
    """All figures of the LoRA in `folder`, or else of the profile's own; a report if asked for."""
    judge = Judge(load_judge(encoder, profile, folder), profile.thresholds)
    rows = of_split(ethics_rows(), split)
    judged = judge.judged(rows)
    found = {**told(judged), "transforms": evaded(judge, rows, judged)}
    if report:
        write_report(report, judged, found)
    return found


def load_judge(encoder: Path, profile: Profile, folder: Path | None = None) -> JudgeModel:
    """The judge whose LoRA is in `folder`, or else the profile's own."""
    role = EncoderRole.ETHICS
    place = folder or folder_of(profile.name, role)
    return JudgeModel.load(SentenceEncoder.load(encoder, {role: place}, profile.encoder), place)


def told(judged: Sequence[Judged]) -> dict[str, Any]:
    """All figures of texts as they were written."""
    classes = {c.value: figures.class_figures(judged, c) for c in Category}
    return {
        "rows": len(judged),
        "accuracy": figures.accuracy(judged),
        "accuracy_interval": figures.interval(judged, figures.accuracy),
        "macro_f1": figures.macro_f1(judged),
        **figures.score_errors(judged),
        **{
            name: {category: of_class[name] for category, of_class in classes.items()}
            for name in ("recall", "precision", "fpr_near_miss")
        },
        "benign_sanctioned": share(bool(j.decision) for j in judged if not j.row.labels),
        "ban_hours_per_1000": figures.ban_hours_per_1000(judged),
        "classes": classes,
    }


def evaded(
    judge: Judge, rows: Sequence[EthicsRow], clean: Sequence[Judged]
) -> dict[str, dict[str, float]]:
    """For each way of hiding: the share of the clean recall that is kept, and what it adds.

    Both over what is sanctioned at all: `recall` of rows with a class, `fpr_added` of benign ones.
    """
    recall, fpr = _sanctioned(clean)
    found = {}
    for name, evasion in EVASIONS.items():
        hidden = judge.judged(rows, partial(_changed, evasion=evasion))
        kept, after = _sanctioned(hidden)
        found[name] = {
            "recall": round(kept / recall, 4) if recall else 0.0,
            "fpr_added": round(after - fpr, 4),
        }
    return found


def _changed(text: str, evasion: Any) -> str:
    changed: str = evasion(text, Random(text))
    return changed


def _sanctioned(judged: Sequence[Judged]) -> tuple[float, float]:
    """Share of rows with a class that are sanctioned for it, and of benign rows for anything."""
    found = share(bool(set(j.decision) & set(j.row.labels)) for j in judged if j.row.labels)
    wrong = share(bool(j.decision) for j in judged if not j.row.labels)
    return found, wrong
