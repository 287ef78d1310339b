"""Which of our exchanges stand before each training row, chosen as they are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.exchanges import kind_of
from engine.inference.encoder import SentenceEncoder
from engine.inference.exchange_store import ExchangeStore
from training.examples import exchange
from training.rows import Split, of_split, persona_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.exchanges import Exchange
    from engine.inference.profile import EncoderSpec
    from training.rows import PersonaRow


class ShownExchanges:
    """The training rows as a store of examples, and the examples of any row."""

    def __init__(self, encoder: Path, spec: EncoderSpec, count: int) -> None:
        self._encoder = SentenceEncoder.load(encoder, {}, spec)
        self._count = count
        self._rows = of_split(persona_rows(), Split.TRAIN)
        self.store = ExchangeStore(
            [exchange(row) for row in self._rows],
            self._encoder.embed(None, [row.message for row in self._rows]),
        )

    def of(self, rows: list[PersonaRow]) -> Iterator[list[Exchange]]:
        """The examples of each row; a training row is never its own."""
        places = {row.id: i for i, row in enumerate(self._rows)}
        vectors = self._encoder.embed(None, [row.message for row in rows])
        for row, vector in zip(rows, vectors, strict=True):
            kind = kind_of(memory=row.memory, summary=row.summary)
            yield self.store.nearest(vector, kind, self._count, but=places.get(row.id))
