"""The sentence encoder: one model, one LoRA per role, embeddings kept that were computed once."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import torch
from tokenizers import Tokenizer
from transformers import BertModel

from engine.inference.lora import NO_LORA, attach, load_weights
from engine.inference.profile import EncoderRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from engine.inference.lora import LoraWeights
    from engine.inference.profile import EncoderSpec

MAX_BATCH = 32
MAX_KEPT = 20_000  # embeddings of 1.5 kB each


class SentenceEncoder:
    """Texts to unit vectors, in one role or the other."""

    def __init__(
        self, model: Any, tokenizer: Tokenizer, loras: Sequence[LoraWeights], spec: EncoderSpec
    ) -> None:
        self._model = model.eval()
        self._selection = attach(model, loras)
        self._lora_index = {EncoderRole(lora.name): i for i, lora in enumerate(loras)}
        self._spec = spec
        self._tokenizer = tokenizer
        self._tokenizer.encode_special_tokens = True
        self._tokenizer.enable_truncation(spec.max_tokens)
        self._tokenizer.enable_padding(pad_id=model.config.pad_token_id)
        self._kept: OrderedDict[tuple[EncoderRole | None, str], torch.Tensor] = OrderedDict()

    @classmethod
    def load(
        cls, folder: Path, loras: Mapping[EncoderRole, Path], spec: EncoderSpec
    ) -> SentenceEncoder:
        """Read a converted encoder and its LoRAs. It is small: it runs on the CPU everywhere."""
        model = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        weights = [load_weights(role.value, path, folder.name) for role, path in loras.items()]
        return cls(model, tokenizer, weights, spec)

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

    def forget(self) -> None:
        """Drop the embeddings that were kept."""
        self._kept.clear()

    def _keep(self, role: EncoderRole | None, fresh: Mapping[str, torch.Tensor]) -> None:
        for text, vector in fresh.items():
            self._kept[role, text] = vector
        while len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)

    @torch.inference_mode()
    def _forward(self, role: EncoderRole | None, texts: Sequence[str]) -> torch.Tensor:
        encoded = self._tokenizer.encode_batch([self._spec.prefix + text for text in texts])
        ids = torch.tensor([e.ids for e in encoded])  # [texts, tokens]
        mask = torch.tensor([e.attention_mask for e in encoded])
        lora = NO_LORA if role is None else self._lora_index[role]
        self._selection.choose([lora] * len(texts))
        hidden = self._model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        return torch.nn.functional.normalize(mean, dim=-1)
