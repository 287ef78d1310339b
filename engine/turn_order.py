"""One turn at a time per person, many persons at once."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class TurnOrder:
    """A fair lock per person, kept only while somebody holds or awaits it."""

    def __init__(self) -> None:
        self._locks: dict[int, asyncio.Lock] = {}
        self._num_turns: dict[int, int] = {}

    def num_turns(self, person_id: int) -> int:
        """How many turns of this person run or wait."""
        return self._num_turns.get(person_id, 0)

    @asynccontextmanager
    async def turn(self, person_id: int) -> AsyncIterator[None]:
        """Wait for this person's earlier turns, in the order they came."""
        lock = self._locks.setdefault(person_id, asyncio.Lock())
        self._num_turns[person_id] = self.num_turns(person_id) + 1
        try:
            async with lock:
                yield
        finally:
            self._num_turns[person_id] -= 1
            if not self._num_turns[person_id]:
                del self._num_turns[person_id], self._locks[person_id]
