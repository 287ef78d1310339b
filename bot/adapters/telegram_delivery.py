"""Gets texts into chats: in pieces that fit, in order, and again when the network failed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

import structlog
from telegram import LinkPreviewOptions, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.adapters.telegram_place import Place
from bot.splitting import split_text, utf16_length
from engine.errors import DeliveryFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot, InlineKeyboardMarkup

MAX_TEXT_UNITS: Final = 4096  # UTF-16
_FINAL = (BadRequest, Forbidden, InvalidToken, RetryAfter)  # the limiter has obeyed a 429 already
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_log = structlog.get_logger(__name__)


class Delivery:
    """Sends plain texts. What is sent to a chat arrives there in the order it was given.

    Args:
        bot: Telegram's client.
        retry_delays_s: The pauses between tries, while Telegram cannot be reached.
    """

    def __init__(self, bot: Bot, retry_delays_s: Sequence[float]) -> None:
        self._bot = bot
        self._retry_delays_s = retry_delays_s
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def send(
        self, place: Place, text: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Send a text, in as many messages as it needs; the last one has the keyboard.

        Raises:
            DeliveryFailed: Telegram refused, or could not be reached in all tries.
        """
        parts = split_text(text, MAX_TEXT_UNITS, utf16_length)
        # One at a time: a message that waits out a 429 must not be overtaken by the next one.
        async with self._locks.setdefault(place.chat_id, asyncio.Lock()):
            for number, part in enumerate(parts, start=1):
                last = number == len(parts)
                place = await self._send_part(place, part, keyboard if last else None)
                place = replace(place, reply_to_id=None)

    async def _send_part(
        self, place: Place, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> Place:
        try:
            await self._persist(place, text, keyboard)
        except ChatMigrated as moved:
            # The group lives on under a new id, where the old message numbers mean nothing.
            place = Place(moved.new_chat_id)
            await self._persist(place, text, keyboard)
        return place

    async def _persist(
        self, place: Place, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """Try until it is out.

        A connection that broke after the request left does not tell whether the message arrived.
        It is sent again all the same: to read a reply twice is a smaller harm than to wait for
        one that never comes, and Telegram has no key by which it could tell the two apart.
        """
        for delay_s in (*self._retry_delays_s, None):
            try:
                await self._send_once(place, text, keyboard)
            except ChatMigrated:
                raise
            except _FINAL as refusal:
                raise DeliveryFailed("telegram", refusal.message) from refusal
            except TelegramError as error:
                if delay_s is None:
                    raise DeliveryFailed("telegram", error.message) from error
                _log.warning("telegram_send_failed", error=error.message, retry_in_s=delay_s)
                await asyncio.sleep(delay_s)
            else:
                return

    async def _send_once(
        self, place: Place, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        reply = place.reply_to_id and ReplyParameters(
            place.reply_to_id, allow_sending_without_reply=True
        )
        await self._bot.send_message(
            place.chat_id,
            text,
            message_thread_id=place.topic_id,
            reply_parameters=reply or None,
            reply_markup=keyboard,
            link_preview_options=_NO_PREVIEW,
        )
