"""The way back into a Telegram chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from datetime import tzinfo

    from bot.adapters.telegram_delivery import Delivery
    from bot.adapters.telegram_place import Place
    from bot.adapters.telegram_typing import TypingSigns
    from bot.texts import Texts
    from engine.notices import Notice


@dataclass(frozen=True, slots=True)
class Outbox:
    """All that speaking needs, whatever the chat."""

    delivery: Delivery
    typing: TypingSigns
    texts: Texts
    zone: tzinfo


class TelegramVia:
    """Hands her words and the system's notices to one chat.

    Args:
        outbox: What speaking needs.
        place: The chat, and the message that is answered.
        language: Of the person, as Telegram tells it.
        on_accepted: Called when the engine has the message: before that it must not be confirmed.
    """

    def __init__(
        self,
        outbox: Outbox,
        place: Place,
        language: str | None,
        on_accepted: Callable[[], None] | None = None,
    ) -> None:
        self._outbox = outbox
        self._place = place
        self._language = language
        self._on_accepted = on_accepted

    def accepted(self) -> None:
        """The message is written down. Any other sign of life means the same."""
        if self._on_accepted is not None:
            self._on_accepted()

    def typing(self) -> AbstractAsyncContextManager[None]:
        """Shows that she is writing, as long as the context is open."""
        self.accepted()
        return self._outbox.typing.shown_in(self._place)

    async def reply(self, text: str) -> None:
        """Send her words as a reply to the message."""
        self.accepted()
        await self._outbox.delivery.send(self._place, text)

    async def notice(self, notice: Notice) -> None:
        """Send a system notice in the person's language."""
        self.accepted()
        texts = self._outbox.texts
        text = texts.notice_on_platform(notice, self._language, self._outbox.zone)
        await self._outbox.delivery.send(self._place, text)
