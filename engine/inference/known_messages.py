"""The messages that the judge learnt from: the nearest one helps to explain a verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file, save_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_TEXTS = "messages.json"
_VECTORS = "messages.safetensors"


class KnownMessages:
    """Texts with their unit vectors in the role of the judge: [texts, hidden]."""

    def __init__(self, texts: Sequence[str], vectors: torch.Tensor) -> None:
        self._texts = list(texts)
        self._vectors = vectors

    @classmethod
    def load(cls, folder: Path) -> KnownMessages:
        """Those that lie beside a LoRA; none is fine too."""
        if not (folder / _TEXTS).is_file():
            return cls([], torch.empty(0, 1))
        texts = json.loads((folder / _TEXTS).read_text(encoding="utf-8"))
        return cls(texts, load_file(folder / _VECTORS)["vectors"].float())

    def save(self, folder: Path) -> None:
        """Write them beside a LoRA."""
        text = json.dumps(self._texts, ensure_ascii=False, indent=0)
        (folder / _TEXTS).write_text(f"{text}\n", encoding="utf-8")
        save_file({"vectors": self._vectors.half().contiguous()}, folder / _VECTORS)

    def nearest(self, vectors: torch.Tensor) -> list[str | None]:
        """For each unit vector, [messages, hidden], the text most like it."""
        if not self._texts:
            return [None] * len(vectors)
        return [self._texts[i] for i in (vectors @ self._vectors.T).argmax(1).tolist()]
