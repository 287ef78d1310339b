"""The way back to where an utterance came from; the engine owns the order of effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from engine.notices import Notice


class Via(Protocol):
    """Hands her words and the system's notices to one chat."""

    def accepted(self) -> None:
        """The message is written down: the platform need not deliver it again."""

    def typing(self) -> AbstractAsyncContextManager[None]:
        """Shows that she is writing, as long as the context is open."""

    async def reply(self, text: str) -> None:
        """Send her words, in as many messages as the platform needs.

        Raises:
            DeliveryFailed: the platform refused for good (blocked by the person, chat gone).
        """

    async def notice(self, notice: Notice) -> None:
        """Send a system notice in the person's language.

        Raises:
            DeliveryFailed: the platform refused for good.
        """
