"""The sentence encoder: one LoRA or one whole model per role, and embeddings that are kept."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import torch

from engine.inference import similarity
from engine.inference.lora import NO_LORA, load_weights
from engine.inference.pooled_model import PooledModel, read
from engine.inference.profile import EncoderRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tokenizers import Tokenizer

    from engine.inference.lora import LoraWeights
    from engine.inference.profile import EncoderSpec

MAX_BATCH = 32
MAX_KEPT = 20_000  # embeddings of 1.5 kB each


class SentenceEncoder:
    """Texts to unit vectors, in one role or the other."""

    def __init__(
        self,
        model: Any,
        tokenizer: Tokenizer,
        loras: Sequence[LoraWeights],
        spec: EncoderSpec,
        whole: Mapping[EncoderRole, PooledModel] | None = None,
    ) -> None:
        self._shared = PooledModel(model, tokenizer, loras, spec)
        self._lora_index = {EncoderRole(lora.name): i for i, lora in enumerate(loras)}
        self._whole = whole or {}
        self._kept: OrderedDict[tuple[EncoderRole | None, str], torch.Tensor] = OrderedDict()

    @classmethod
    def load(
        cls,
        folder: Path,
        loras: Mapping[EncoderRole, Path],
        spec: EncoderSpec,
        whole: Mapping[EncoderRole, Path] | None = None,
    ) -> SentenceEncoder:
        """Read an encoder and its LoRAs, and the whole models that some roles have instead."""
        weights = [load_weights(role.value, path, folder.name) for role, path in loras.items()]
        models = {role: PooledModel.load(path, [], spec) for role, path in (whole or {}).items()}
        return cls(*read(folder), weights, spec, models)

    def embed(self, role: EncoderRole | None, texts: Sequence[str]) -> torch.Tensor:
        """The unit vectors of `texts` in a role, or without any LoRA: [texts, hidden]."""
        new = list({text for text in texts if (role, text) not in self._kept})
        new.sort(key=len)  # texts of like length pad each other least
        fresh: dict[str, torch.Tensor] = {}
        for start in range(0, len(new), MAX_BATCH):
            part = new[start : start + MAX_BATCH]
            fresh.update(zip(part, self._forward(role, part), strict=True))
        for text in set(texts).difference(new):
            self._kept.move_to_end((role, text))  # used again, so it is dropped last
        rows = [fresh[t] if t in fresh else self._kept[role, t] for t in texts]
        self._keep(role, fresh)
        return torch.stack(rows)

    def score(self, role: EncoderRole, cosines: torch.Tensor) -> torch.Tensor:
        """Scores in [0, 1], as the role was trained: whole models towards the cosine itself."""
        return cosines.clamp(0, 1) if role in self._whole else similarity.score(cosines)

    def forget(self) -> None:
        """Drop the embeddings that were kept."""
        self._kept.clear()

    def _keep(self, role: EncoderRole | None, fresh: Mapping[str, torch.Tensor]) -> None:
        for text, vector in fresh.items():
            self._kept[role, text] = vector
        while len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)

    def _forward(self, role: EncoderRole | None, texts: Sequence[str]) -> torch.Tensor:
        if role is None:
            return self._shared.vectors(texts, NO_LORA)
        if role in self._whole:
            return self._whole[role].vectors(texts, NO_LORA)
        return self._shared.vectors(texts, self._lora_index[role])
