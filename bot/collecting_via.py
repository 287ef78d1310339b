"""A `Via` that keeps what it is given: for scripts, and for tests."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from engine.notices import Notice


class CollectingVia:
    """Keeps her words and the notices of one chat, in order."""

    def __init__(self) -> None:
        self.replies: list[str] = []
        self.notices: list[Notice] = []
        self.num_typing = 0

    def accepted(self) -> None:
        """Nothing here delivers a message twice."""

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Count that she was seen writing."""
        self.num_typing += 1
        yield

    async def reply(self, text: str) -> None:
        """Keep her words."""
        self.replies.append(text)

    async def notice(self, notice: Notice) -> None:
        """Keep a notice."""
        self.notices.append(notice)
