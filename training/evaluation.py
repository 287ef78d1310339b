"""Figures of the shipped encoder LoRAs on our own validation and test rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

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
from training.sentence_encoder import recall_pairs
from training.shares import share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.inference.profile import Profile
    from training.rows import RecallRow


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
    if role is EncoderRole.RECALL:
        return _recall(model, split, profile.recall_threshold)
    return _reply(model, split)


def _recall(model: SentenceEncoder, split: Split, threshold: float) -> dict[str, Any]:
    rows, role = of_split(recall_rows(), split), EncoderRole.RECALL
    memories = model.embed(role, [row.memory for row in rows])
    fits, misfits, is_first = [], [], []
    for i, row in enumerate(rows):
        messages = model.embed(role, [*row.fits, *row.misfits])
        scores = model.score(role, messages @ memories.T)  # [messages, memories]
        own = scores[:, i].tolist()
        fits += own[: len(row.fits)]
        misfits += own[len(row.fits) :]
        is_first += [int(r.argmax()) == i for r in scores[: len(row.fits)]]
    return {
        "rows": len(rows),
        "right_first": share(is_first),
        "threshold": threshold,
        "used_when_fitting": share(score >= threshold for score in fits),
        "none_used_when_none_fits": share(score < threshold for score in misfits),
        **_pair_errors(model, rows),
    }


def _pair_errors(model: SentenceEncoder, rows: Sequence[RecallRow]) -> dict[str, float]:
    """Score and truth of every pair: a row's own messages, and memories under another key."""
    memories, messages, truths = zip(*recall_pairs(rows), strict=True)
    stored, said = (model.embed(EncoderRole.RECALL, texts) for texts in (memories, messages))
    scores = model.score(EncoderRole.RECALL, (stored * said).sum(1))
    wanted = torch.tensor(truths).float()
    return {
        "mse": round(float((scores - wanted).square().mean()), 4),
        "mae": round(float((scores - wanted).abs().mean()), 4),
        "correlation": round(float(torch.corrcoef(torch.stack([scores, wanted]))[0, 1]), 4),
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
