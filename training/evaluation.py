"""Figures of the shipped encoder LoRAs on our own validation and test rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.ethics import CLASS_NAMES, NORMAL, Category, Thresholds, decide
from engine.exchanges import as_reply
from engine.inference.encoder import SentenceEncoder
from engine.inference.loras import folder_of
from engine.inference.profile import EncoderRole
from training.examples import given_of
from training.rows import (
    Split,
    ethics_rows,
    is_about_a_fact,
    of_split,
    persona_rows,
    recall_rows,
)
from training.shares import share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.inference.profile import Profile
    from training.rows import EthicsRow

RECALL_THRESHOLDS = (0.5, 0.6, 0.7)


def evaluate(
    role: EncoderRole, encoder: Path, profile: Profile, split: Split, folder: Path | None = None
) -> dict[str, Any]:
    """The figures of one role on one split; of the LoRA in `folder`, or else of the profile's."""
    loras = {role: folder or folder_of(profile.name, role)}
    model = SentenceEncoder.load(encoder, loras, profile.encoder)
    if role is EncoderRole.ETHICS:
        return _ethics(model, split, profile.thresholds)
    return {EncoderRole.RECALL: _recall, EncoderRole.REPLY: _reply}[role](model, split)


def _ethics(model: SentenceEncoder, split: Split, thresholds: Thresholds) -> dict[str, Any]:
    rows = of_split(ethics_rows(), split)
    names = model.embed(EncoderRole.ETHICS, list(CLASS_NAMES.values()))
    cosines = model.embed(EncoderRole.ETHICS, [row.text for row in rows]) @ names.T
    scores = model.score(EncoderRole.ETHICS, cosines)
    verdicts = [dict(zip(CLASS_NAMES, row, strict=True)) for row in scores.tolist()]
    decisions = [decide(verdict, thresholds) for verdict in verdicts]
    best = [max(verdict, key=lambda name: verdict[name]) for verdict in verdicts]
    truths = [row.labels or (NORMAL,) for row in rows]
    return {
        "rows": len(rows),
        "accuracy": share([b in truth for b, truth in zip(best, truths, strict=True)]),
        "benign_sanctioned": share(
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
        "recall": share([category in d for row, d in pairs if category in row.labels]),
        "precision": share([category in row.labels for row, d in pairs if category in d]),
        "near_miss_sanctioned": share([bool(d) for row, d in pairs if row.near == category]),
    }


def _recall(model: SentenceEncoder, split: Split) -> dict[str, Any]:
    rows = of_split(recall_rows(), split)
    memories = model.embed(EncoderRole.RECALL, [row.memory for row in rows])
    fits, misfits, is_first = [], [], []
    for i, row in enumerate(rows):
        messages = model.embed(EncoderRole.RECALL, [*row.fits, *row.misfits])
        scores = model.score(EncoderRole.RECALL, messages @ memories.T)  # [messages, memories]
        own = scores[:, i].tolist()
        fits += own[: len(row.fits)]
        misfits += own[len(row.fits) :]
        is_first += [int(r.argmax()) == i for r in scores[: len(row.fits)]]
    return {
        "rows": len(rows),
        "right_first": share(is_first),
        "thresholds": {
            str(t): {
                "used_when_fitting": share([s >= t for s in fits]),
                "used_when_not": share([s >= t for s in misfits]),
            }
            for t in RECALL_THRESHOLDS
        },
    }


def _reply(model: SentenceEncoder, split: Split) -> dict[str, Any]:
    rows, known = of_split(persona_rows(), split), of_split(persona_rows(), Split.TRAIN)
    inputs = model.embed(EncoderRole.REPLY, [given_of(row).text for row in rows])
    replies = model.embed(EncoderRole.REPLY, [as_reply(row.reply) for row in rows])
    echoes = model.embed(EncoderRole.REPLY, [as_reply(row.message) for row in rows])
    fits = inputs @ replies.T  # [inputs, replies]
    asked = [row for row in rows if is_about_a_fact(row)]
    alike = model.embed(EncoderRole.REPLY, [row.message for row in asked]) @ (
        model.embed(EncoderRole.REPLY, [row.message for row in known]).T
    )
    pairs = zip(asked, alike.argmax(1).tolist(), strict=True)
    return {
        "rows": len(rows),
        "own_reply_first": share([int(f.argmax()) == i for i, f in enumerate(fits)]),
        "own_reply_before_echo": share((fits.diag() > (inputs * echoes).sum(1)).tolist()),
        "nearest_asks_the_same_fact": share([row.about == known[i].about for row, i in pairs]),
    }
