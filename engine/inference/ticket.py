"""A caller's place in the worker's queue."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class Ticket(Generic[T]):
    """A caller's place: a future on its loop, filled from the worker's thread."""

    future: asyncio.Future[T]
    loop: asyncio.AbstractEventLoop

    @classmethod
    def new(cls) -> Ticket[T]:
        """A ticket for the running loop's caller."""
        loop = asyncio.get_running_loop()
        return cls(loop.create_future(), loop)

    def resolve(self, value: T) -> None:
        """Answer, unless the caller has gone."""

        def answer() -> None:
            if not self.future.done():
                self.future.set_result(value)

        self._call(answer)

    def reject(self, error: BaseException) -> None:
        """Fail, unless the caller has gone."""

        def answer() -> None:
            if not self.future.done():
                self.future.set_exception(error)

        self._call(answer)

    def _call(self, callback: Callable[[], None]) -> None:
        try:
            self.loop.call_soon_threadsafe(callback)
        except RuntimeError:  # the caller's loop is closed: nobody is left to be told
            log.debug("inference.caller_gone")
