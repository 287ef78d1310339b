"""Updates that wait for the bot: offsets, long polls, kinds, and the 24 hours they are kept."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.telegram_server.calls import Json
from tests.telegram_server.errors import ApiError, conflict
from tests.telegram_server.signal import Signal

RETENTION = timedelta(hours=24)
MAX_BATCH = 100

# `chat_member` and reactions come only to those who name them.
DEFAULT_KINDS = frozenset({"message", "edited_message", "callback_query", "my_chat_member"})
KINDS = DEFAULT_KINDS | {"chat_member"}


@dataclass(frozen=True)
class Update:
    """Something that happened, as the bot will read it."""

    id: int
    at: datetime
    kind: str
    payload: Json

    def to_json(self) -> Json:
        """The `Update` object."""
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """The updates of one bot, in order, until it confirms them.

    `changed` is signalled whenever a poll arrives or an update is put or confirmed.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.num_polls = 0
        self.kinds = DEFAULT_KINDS
        self.changed = Signal()
        self._clock = clock
        self._pending: deque[Update] = deque()
        self._next_id = 730_000_001
        self._poll: asyncio.Future[None] | None = None

    @property
    def pending(self) -> list[Update]:
        """Updates that the bot has not confirmed, the expired ones left out."""
        while self._pending and self._clock() - self._pending[0].at >= RETENTION:
            self._pending.popleft()
        return list(self._pending)

    def put(self, kind: str, payload: Json) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        if kind not in self.kinds:
            return
        self._pending.append(Update(self._next_id, self._clock(), kind, payload))
        self._next_id += 1
        self.end_poll()
        self.changed.send()

    def allow(self, kinds: Collection[str] | None) -> None:
        """Choose kinds as `allowed_updates` does: None leaves all as it was, empty resets."""
        if kinds is not None:
            self.kinds = frozenset(kinds) & KINDS if kinds else DEFAULT_KINDS

    def confirm(self, offset: int) -> None:
        """Forget what lies before the offset; a negative one keeps that many from the end."""
        if offset < 0:
            offset = self._next_id + offset
        while self._pending and self._pending[0].id < offset:
            self._pending.popleft()
        self.changed.send()

    def clear(self) -> None:
        """Forget everything."""
        self._pending.clear()

    def end_poll(self, error: ApiError | None = None) -> None:
        """Answer the poll under way, if any: with what there is, or with an error."""
        poll, self._poll = self._poll, None
        if poll is None or poll.done():
            return
        if error is None:
            poll.set_result(None)
        else:
            poll.set_exception(error)

    async def poll(self, offset: int, limit: int, timeout_s: float) -> list[Json]:
        """`getUpdates`: wait for updates, at most so long. A newer poll ends an older one."""
        self.end_poll(
            conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )
        )
        self.num_polls += 1
        self.confirm(offset)
        if not self.pending and timeout_s > 0:
            await self._wait(timeout_s)
        return [update.to_json() for update in self.pending[: min(limit, MAX_BATCH)]]

    async def _wait(self, timeout_s: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout_s):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
