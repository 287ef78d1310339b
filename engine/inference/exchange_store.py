"""The shipped exchanges with their embeddings, computed once when they were shipped."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file, save_file

from engine.exchanges import Exchange, InputKind, WrittenReply, nearest, nearest_replies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_TEXTS = "exchanges.jsonl"
_EMBEDDINGS = "exchanges.safetensors"


class ExchangeStore:
    """Exchanges with the unit vectors of their messages and replies: [exchanges, hidden] each."""

    def __init__(
        self, exchanges: Sequence[Exchange], messages: torch.Tensor, replies: torch.Tensor
    ) -> None:
        self.exchanges = list(exchanges)
        self._messages = messages
        self._replies = replies

    @classmethod
    def load(cls, folder: Path) -> ExchangeStore:
        """The exchanges that lie beside the LoRA of `output_message`; none is fine too."""
        if not (folder / _TEXTS).is_file():
            return cls([], torch.empty(0, 1), torch.empty(0, 1))
        lines = (folder / _TEXTS).read_text(encoding="utf-8").splitlines()
        exchanges = [
            Exchange(**{**row, "kind": InputKind(row["kind"])}) for row in map(json.loads, lines)
        ]
        vectors = load_file(folder / _EMBEDDINGS)
        return cls(exchanges, vectors["messages"].float(), vectors["replies"].float())

    def save(self, folder: Path) -> None:
        """Write the exchanges beside a LoRA."""
        rows = (json.dumps(asdict(exchange), ensure_ascii=False) for exchange in self.exchanges)
        (folder / _TEXTS).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        vectors = {"messages": self._messages.half(), "replies": self._replies.half()}
        save_file(vectors, folder / _EMBEDDINGS)

    def nearest(
        self, message: torch.Tensor, kind: InputKind, count: int, *, but: int | None = None
    ) -> list[Exchange]:
        """The `count` examples to show before a message with this unit vector, the best one last.

        Args:
            message: [hidden].
            kind: what stands before the message.
            count: how many.
            but: an index to leave out: the message itself, in training.
        """
        if not self.exchanges:
            return []
        cosines = (self._messages @ message).tolist()
        if but is not None:
            cosines[but] = -2.0
        return [self.exchanges[i] for i in nearest(cosines, self.exchanges, kind, count)]

    def replies(
        self, message: torch.Tensor, input_text: torch.Tensor, count: int
    ) -> list[WrittenReply]:
        """At most `count` of our replies that could answer, by unit vectors: [hidden] each."""
        if not self.exchanges:
            return []
        likenesses, fits = (
            (self._messages @ message).tolist(),
            (self._replies @ input_text).tolist(),
        )
        return nearest_replies(likenesses, fits, self.exchanges, count)
