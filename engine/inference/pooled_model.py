"""A sentence encoder's one forward pass: texts in, the means of their token vectors out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from tokenizers import Tokenizer
from transformers import AutoModel

from engine.inference.lora import attach

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.inference.lora import LoraWeights
    from engine.inference.profile import EncoderSpec


class PooledModel:
    """A BERT or RoBERTa with its tokenizer and LoRAs."""

    def __init__(
        self, model: Any, tokenizer: Tokenizer, loras: Sequence[LoraWeights], spec: EncoderSpec
    ) -> None:
        self._model = model.eval()
        self._selection = attach(model, loras)
        self._prefix = spec.prefix
        self._tokenizer = tokenizer
        self._tokenizer.encode_special_tokens = True
        self._tokenizer.enable_truncation(spec.max_tokens)
        self._tokenizer.enable_padding(pad_id=model.config.pad_token_id)

    @classmethod
    def load(cls, folder: Path, loras: Sequence[LoraWeights], spec: EncoderSpec) -> PooledModel:
        """Read an encoder's folder."""
        return cls(*read(folder), loras, spec)

    @torch.inference_mode()
    def vectors(self, texts: Sequence[str], lora: int) -> torch.Tensor:
        """Unit vectors, all with one LoRA or with `NO_LORA`: [texts, hidden]."""
        encoded = self._tokenizer.encode_batch([self._prefix + text for text in texts])
        ids = torch.tensor([e.ids for e in encoded])  # [texts, tokens]
        mask = torch.tensor([e.attention_mask for e in encoded])
        self._selection.choose([lora] * len(texts))
        hidden = self._model(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        return torch.nn.functional.normalize(mean, dim=-1)


def read(folder: Path) -> tuple[Any, Tokenizer]:
    """An encoder and its tokenizer. It is small: it runs on the CPU everywhere."""
    model = AutoModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
    return model, Tokenizer.from_file(str(folder / "tokenizer.json"))
