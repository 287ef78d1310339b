"""Which of our exchanges stand before each training row, chosen as they are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.exchanges import as_reply
from engine.inference.encoder import SentenceEncoder
from engine.inference.exchange_store import ExchangeStore
from engine.inference.loras import folder_of
from engine.inference.profile import Task
from training.examples import exchange, given_of
from training.rows import Split, of_split, persona_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.exchanges import Exchange
    from engine.inference.prepare import PreparedModels
    from engine.inference.profile import Profile
    from training.rows import PersonaRow


class ShownExchanges:
    """The training rows as a store of examples, and the examples of any row."""

    def __init__(self, profile: Profile, models: PreparedModels) -> None:
        self._role = profile.example_role
        loras = {self._role: folder_of(profile.name, self._role)} if self._role else {}
        self._encoder = SentenceEncoder.load(models.encoder, loras, profile.encoder)
        self._count = profile.tasks[Task.OUTPUT_MESSAGE].num_examples
        self._rows = of_split(persona_rows(), Split.TRAIN)
        self.store = ExchangeStore(
            [exchange(row) for row in self._rows],
            messages=self._encoder.embed(self._role, [row.message for row in self._rows]),
            replies=self._encoder.embed(self._role, [as_reply(row.reply) for row in self._rows]),
        )

    @classmethod
    def of_task(cls, profile: Profile, models: PreparedModels, task: Task) -> ShownExchanges | None:
        """The examples of a task; none if its prompts have none."""
        return cls(profile, models) if profile.tasks[task].num_examples else None

    def of(self, rows: Sequence[PersonaRow]) -> Iterator[list[Exchange]]:
        """The examples of each row; a training row is never its own."""
        places = {row.id: i for i, row in enumerate(self._rows)}
        vectors = self._encoder.embed(self._role, [row.message for row in rows])
        for row, vector in zip(rows, vectors, strict=True):
            yield self.store.nearest(
                vector, given_of(row).kind, self._count, but=places.get(row.id)
            )
