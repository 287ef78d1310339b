"""The judge's model: what each class scores for a text, and which known message it is most like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ethics import CLASS_NAMES, Judgement
from engine.inference import similarity
from engine.inference.character_model import CharacterModel
from engine.inference.known_messages import KnownMessages
from engine.inference.loras import weights_version
from engine.inference.profile import EncoderRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import torch

    from engine.inference.encoder import SentenceEncoder


class JudgeModel:
    """Cosines with the class names, as in the reference, and character n-grams where shipped."""

    def __init__(
        self,
        encoder: SentenceEncoder,
        characters: CharacterModel | None,
        known: KnownMessages,
        version: str,
    ) -> None:
        self.version = version
        self._encoder = encoder
        self._characters = characters
        self._known = known

    @classmethod
    def load(cls, encoder: SentenceEncoder, folder: Path) -> JudgeModel:
        """What lies in the folder of the LoRA that `encoder` has for the judge."""
        return cls(
            encoder,
            CharacterModel.load(folder),
            KnownMessages.load(folder),
            f"ethics-{weights_version(folder)}",
        )

    def judgements(self, texts: Sequence[str]) -> list[Judgement]:
        """The scores of every text. The names of the classes are encoded once and kept."""
        names = self._encoder.embed(EncoderRole.ETHICS, list(CLASS_NAMES.values()))
        vectors = self._encoder.embed(EncoderRole.ETHICS, texts)
        rows = self._scores(vectors @ names.T, texts).tolist()
        return [
            Judgement(dict(zip(CLASS_NAMES, row, strict=True)), nearest)
            for row, nearest in zip(rows, self._known.nearest(vectors), strict=True)
        ]

    def _scores(self, cosines: torch.Tensor, texts: Sequence[str]) -> torch.Tensor:
        if self._characters is None:
            return self._encoder.score(EncoderRole.ETHICS, cosines)
        return self._characters.mixed(similarity.logit(cosines), texts)
