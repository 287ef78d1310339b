"""The shipped example exchanges with their embeddings, computed once when they were shipped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file, save_file

from engine.exchanges import Exchange, InputKind, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_TEXTS = "exchanges.jsonl"
_EMBEDDINGS = "exchanges.safetensors"


class ExchangeStore:
    """Examples and their unit vectors: [examples, hidden]."""

    def __init__(self, exchanges: Sequence[Exchange], embeddings: torch.Tensor) -> None:
        self.exchanges = list(exchanges)
        self._embeddings = embeddings

    @classmethod
    def load(cls, folder: Path) -> ExchangeStore:
        """The examples that lie beside the LoRA of `output_message`; none is fine too."""
        if not (folder / _TEXTS).is_file():
            return cls([], torch.empty(0, 1))
        lines = (folder / _TEXTS).read_text(encoding="utf-8").splitlines()
        exchanges = [
            Exchange(**{**row, "kind": InputKind(row["kind"])}) for row in map(json.loads, lines)
        ]
        return cls(exchanges, load_file(folder / _EMBEDDINGS)["embeddings"].float())

    def save(self, folder: Path) -> None:
        """Write the examples beside a LoRA."""
        rows = [
            {"kind": e.kind, "message": e.message, "input_text": e.input_text, "reply": e.reply}
            for e in self.exchanges
        ]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / _TEXTS).write_text(text, encoding="utf-8")
        save_file({"embeddings": self._embeddings.half()}, folder / _EMBEDDINGS)

    def nearest(
        self, embedding: torch.Tensor, kind: InputKind, count: int, *, but: int | None = None
    ) -> list[Exchange]:
        """The `count` examples to show before a message with this unit vector, the best one last.

        Args:
            embedding: [hidden].
            kind: what stands before the message.
            count: how many.
            but: an index to leave out: the message itself, in training.
        """
        if not self.exchanges:
            return []
        cosines = (self._embeddings @ embedding).tolist()
        if but is not None:
            cosines[but] = -2.0
        return [self.exchanges[i] for i in nearest(cosines, self.exchanges, kind, count)]
