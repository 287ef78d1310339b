"""Figures of the shipped encoder LoRAs on our own validation and test rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.exchanges import as_reply
from engine.inference.encoder import SentenceEncoder
from engine.inference.loras import folder_of
from engine.inference.profile import EncoderRole
from training.ethics import evaluate as ethics
from training.examples import given_of
from training.rows import (
    Split,
    is_about_a_fact,
    of_split,
    persona_rows,
    recall_rows,
)
from training.shares import share

if TYPE_CHECKING:
    from pathlib import Path

    from engine.inference.profile import Profile

RECALL_THRESHOLDS = (0.5, 0.6, 0.7)


def evaluate(
    role: EncoderRole,
    encoder: Path,
    profile: Profile,
    split: Split,
    *,
    folder: Path | None = None,
    report: Path | None = None,
) -> dict[str, Any]:
    """The figures of one role on one split; of the LoRA in `folder`, or else of the profile's."""
    if role is EncoderRole.ETHICS:
        return ethics.evaluate(encoder, profile, split, folder=folder, report=report)
    loras: dict[EncoderRole, Path] = {role: folder or folder_of(profile.name, role)}
    model = SentenceEncoder.load(encoder, loras, profile.encoder)
    return {EncoderRole.RECALL: _recall, EncoderRole.REPLY: _reply}[role](model, split)


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
