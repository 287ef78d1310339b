"""What comes in: nothing unreadable stops it, and nothing is confirmed before it is written down.

Telegram keeps an update until it is asked for a higher number. The library asks as soon as it has
queued what came, long before anybody has looked at it; a crash in between would lose it. So the
next request waits until each update of the last one is settled: its handler is through, or the
engine used its way back, which it does only after the inbox row is written.

The wait is bounded, so that one slow update cannot keep everybody else waiting: what takes longer
than `MAX_HOLD_S` until its row is written can be lost by a crash within that time. Whatever comes
twice has the same message id, and the engine answers it once.
"""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import structlog
from telegram import Update
from telegram.ext import BaseUpdateProcessor
from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable

MAX_HOLD_S: Final = 1.0

_log = structlog.get_logger(__name__)


class Unsettled:
    """The updates that came and are not written down yet."""

    def __init__(self) -> None:
        self._update_ids: set[int] = set()
        self._none_left = asyncio.Event()
        self._none_left.set()

    def add(self, update_ids: Iterable[int]) -> None:
        """Note what came."""
        self._update_ids.update(update_ids)
        if self._update_ids:
            self._none_left.clear()

    def settle(self, update_id: int) -> None:
        """Note that an update may be confirmed."""
        self._update_ids.discard(update_id)
        if not self._update_ids:
            self._none_left.set()

    async def wait(self, timeout_s: float) -> None:
        """Wait until all are settled, at most so long; those that are not are let go."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._none_left.wait()
        except TimeoutError:
            _log.debug("telegram_updates_confirmed_early", num_updates=len(self._update_ids))
            self._update_ids.clear()
            self._none_left.set()


class PollingRequest(HTTPXRequest):
    """The HTTP client of `getUpdates` alone."""

    def __init__(self, unsettled: Unsettled) -> None:
        super().__init__(connection_pool_size=1)
        self._unsettled = unsettled

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Ask for updates, and thereby confirm the last ones, once these are settled."""
        await self._unsettled.wait(MAX_HOLD_S)
        status, payload = await super().do_request(*args, **kwargs)
        return status, self._readable(payload) if status == HTTPStatus.OK else payload

    def _readable(self, payload: bytes) -> bytes:
        """The answer, with the updates emptied that the library cannot read.

        Otherwise it would fetch the same updates for ever and never get past them.
        """
        try:
            answer = json.loads(payload)
        except ValueError:
            return payload
        updates = answer.get("result")
        if not isinstance(updates, list):
            return payload
        self._unsettled.add(update["update_id"] for update in updates)
        return json.dumps({**answer, "result": [_readable(update) for update in updates]}).encode()


class SettlingProcessor(BaseUpdateProcessor):
    """Runs the handlers of many updates at once, and settles what they are through with."""

    __slots__ = ("_tasks", "_unsettled")

    def __init__(self, max_concurrent_updates: int, unsettled: Unsettled) -> None:
        super().__init__(max_concurrent_updates)
        self._unsettled = unsettled
        self._tasks: set[asyncio.Task[Any]] = set()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to clean up."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handlers of one update, in the task that the library made for it."""
        task = asyncio.current_task()
        if task is None or not isinstance(update, Update):
            raise RuntimeError("Only updates are processed, each in its task. This is a bug.")
        self._tasks.add(task)
        try:
            await coroutine
        finally:
            self._tasks.discard(task)
            self._unsettled.settle(update.update_id)

    async def abandon(self) -> int:
        """Cancel the handlers in flight; what the engine had accepted waits in its inbox."""
        num_abandoned = 0
        while tasks := set(self._tasks):
            num_abandoned += len(tasks)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        return num_abandoned


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    try:
        Update.de_json(update)
    except Exception:  # the library raises whatever the missing or odd value leads to
        _log.exception("telegram_update_unreadable", update_id=update["update_id"])
        return {"update_id": update["update_id"]}
    return update
