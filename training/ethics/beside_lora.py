"""What is shipped beside the judge's LoRA: its character n-grams and the messages it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ethics import CLASS_NAMES
from engine.inference import similarity
from engine.inference.encoder import SentenceEncoder
from engine.inference.known_messages import KnownMessages
from engine.inference.profile import EncoderRole
from training.ethics import characters
from training.ethics.rows import judged_rows
from training.rows import Split, ethics_rows, of_split

if TYPE_CHECKING:
    from pathlib import Path

    from engine.inference.profile import EncoderSpec


def complete(folder: Path, encoder: Path, spec: EncoderSpec) -> None:
    """Fit and write what belongs to the LoRA in `folder`."""
    model = SentenceEncoder.load(encoder, {EncoderRole.ETHICS: folder}, spec)
    known = [row.text for row in of_split(ethics_rows(), Split.TRAIN)]
    KnownMessages(known, model.embed(EncoderRole.ETHICS, known)).save(folder)
    learnt, others = judged_rows(Split.TRAIN), judged_rows(Split.VALIDATION)
    names = model.embed(EncoderRole.ETHICS, list(CLASS_NAMES.values()))
    vectors = model.embed(EncoderRole.ETHICS, [row.text for row in others])
    spelt = characters.fit(learnt)
    characters.weighed(spelt, similarity.logit(vectors @ names.T), others).save(folder)
