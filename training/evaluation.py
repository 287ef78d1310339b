"""Figures of the shipped encoder LoRAs on our own validation and test rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.ethics import CLASS_NAMES, NORMAL, Category, Thresholds, decide
from engine.inference.encoder import SentenceEncoder
from engine.inference.loras import folder_of
from engine.inference.profile import EncoderRole
from engine.inference.similarity import score
from training.rows import Split, ethics_rows, of_split, recall_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.inference.profile import Profile
    from training.rows import EthicsRow

RECALL_THRESHOLDS = (0.5, 0.6, 0.7)


def evaluate(role: EncoderRole, encoder: Path, profile: Profile, split: Split) -> dict[str, Any]:
    """The figures of one role on one split."""
    loras = {role: folder_of(profile.name, role)}
    model = SentenceEncoder.load(encoder, loras, profile.encoder)
    return {EncoderRole.ETHICS: _ethics, EncoderRole.RECALL: _recall}[role](model, split)


def _ethics(model: SentenceEncoder, split: Split) -> dict[str, Any]:
    rows = of_split(ethics_rows(), split)
    names = model.embed(EncoderRole.ETHICS, list(CLASS_NAMES.values()))
    scores = score(model.embed(EncoderRole.ETHICS, [row.text for row in rows]) @ names.T)
    verdicts = [dict(zip(CLASS_NAMES, row, strict=True)) for row in scores.tolist()]
    decisions = [decide(verdict, Thresholds()) for verdict in verdicts]
    best = [max(verdict, key=lambda name: verdict[name]) for verdict in verdicts]
    truths = [row.labels or (NORMAL,) for row in rows]
    return {
        "rows": len(rows),
        "accuracy": _share([b in truth for b, truth in zip(best, truths, strict=True)]),
        "benign_sanctioned": _share(
            [bool(d) for d, row in zip(decisions, rows, strict=True) if not row.labels]
        ),
        "classes": {c.value: _class_figures(c, rows, decisions) for c in Category},
        "wrong": [
            {"text": row.text, "labels": row.labels, "decision": decision}
            for row, decision in zip(rows, decisions, strict=True)
            if set(decision) != set(row.labels)
        ],
    }


def _class_figures(
    category: Category, rows: Sequence[EthicsRow], decisions: Sequence[Sequence[Category]]
) -> dict[str, float]:
    pairs = list(zip(rows, decisions, strict=True))
    return {
        "recall": _share([category in d for row, d in pairs if category in row.labels]),
        "precision": _share([category in row.labels for row, d in pairs if category in d]),
        "near_miss_sanctioned": _share([bool(d) for row, d in pairs if row.near == category]),
    }


def _recall(model: SentenceEncoder, split: Split) -> dict[str, Any]:
    rows = of_split(recall_rows(), split)
    memories = model.embed(EncoderRole.RECALL, [row.memory for row in rows])
    fits, misfits, is_first = [], [], []
    for i, row in enumerate(rows):
        messages = model.embed(EncoderRole.RECALL, [*row.fits, *row.misfits])
        scores = score(messages @ memories.T)  # [messages, memories]
        own = scores[:, i].tolist()
        fits += own[: len(row.fits)]
        misfits += own[len(row.fits) :]
        is_first += [int(r.argmax()) == i for r in scores[: len(row.fits)]]
    return {
        "rows": len(rows),
        "right_first": _share(is_first),
        "thresholds": {
            str(t): {
                "used_when_fitting": _share([s >= t for s in fits]),
                "used_when_not": _share([s >= t for s in misfits]),
            }
            for t in RECALL_THRESHOLDS
        },
    }


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0
