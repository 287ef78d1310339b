"""The sign that she is writing, one per chat however many people wait for her there."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram import Bot

    from bot.adapters.telegram_place import Place

_LAST_CALL_S = 1.0

_log = structlog.get_logger(__name__)


class TypingSigns:
    """Shows "typing" where replies are on their way. Its errors are nobody's concern."""

    def __init__(self, bot: Bot, every_s: float) -> None:
        self._bot = bot
        self._every_s = every_s
        self._num_open: Counter[int] = Counter()
        self._signs: dict[int, tuple[asyncio.Task[None], asyncio.Event]] = {}

    @asynccontextmanager
    async def shown_in(self, place: Place) -> AsyncIterator[None]:
        """Keep the sign up while the context is open."""
        chat_id = place.chat_id
        self._num_open[chat_id] += 1
        if chat_id not in self._signs:
            over = asyncio.Event()
            self._signs[chat_id] = asyncio.create_task(self._renew(place, over)), over
        try:
            yield
        finally:
            self._num_open[chat_id] -= 1
            if not self._num_open[chat_id]:
                del self._num_open[chat_id]
                await _take_down(*self._signs.pop(chat_id))

    async def _renew(self, place: Place, over: asyncio.Event) -> None:
        while not over.is_set():
            try:
                await self._bot.send_chat_action(
                    place.chat_id, ChatAction.TYPING, message_thread_id=place.topic_id
                )
            except (BadRequest, ChatMigrated, Forbidden, RetryAfter) as refusal:
                _log.debug("telegram_typing_refused", reason=refusal.message)
                return
            except TelegramError as error:
                _log.debug("telegram_typing_failed", error=error.message)
            await _pause(over, self._every_s)


async def _pause(over: asyncio.Event, seconds: float) -> None:
    waiting = asyncio.create_task(over.wait())
    await asyncio.wait([waiting], timeout=seconds)
    waiting.cancel()


async def _take_down(sign: asyncio.Task[None], over: asyncio.Event) -> None:
    # A call under way may finish: cut off, it could take effect after the reply and stay there.
    over.set()
    await asyncio.wait([sign], timeout=_LAST_CALL_S)
    sign.cancel()
    await asyncio.wait([sign])
