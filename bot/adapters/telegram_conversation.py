"""What people say to her: handed to the engine, which answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.adapters.telegram_address import words_after_command, words_for_her
from bot.adapters.telegram_place import PLATFORM, Place, name_of, spoken
from bot.adapters.telegram_via import TelegramVia
from engine.types import Utterance

if TYPE_CHECKING:
    from telegram import Message, Update, User
    from telegram.ext import CallbackContext

    from bot.adapters.telegram_polling import Unsettled
    from bot.adapters.telegram_via import Outbox
    from engine.engine import Engine


class Conversation:
    """The handlers of messages that may be meant for her."""

    def __init__(self, engine: Engine, outbox: Outbox, unsettled: Unsettled) -> None:
        self._engine = engine
        self._outbox = outbox
        self._unsettled = unsettled

    async def hear(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """A message with words in it."""
        message, person = spoken(update)
        words = words_for_her(message, context.bot)
        if words is not None:
            await self._answer(update.update_id, message, person, words)

    async def review(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """A message that was changed."""
        message, person = update.edited_message, update.effective_user
        if message is None or person is None or message.edit_date is None:
            return
        words = words_for_her(message, context.bot)
        if words is None and (message.text or "").startswith("/chat"):
            words = words_after_command(message)
        if words:
            via = TelegramVia(self._outbox, Place.of(message), person.language_code)
            utterance = _utterance(message, person, words)
            await self._engine.review(utterance, message.edit_date, via)

    async def chat(self, update: Update, _context: object) -> None:
        """`/chat words`."""
        message, person = spoken(update)
        await self._answer(update.update_id, message, person, words_after_command(message))

    async def see(self, update: Update, _context: object) -> None:
        """A sticker, a voice message, and the like, sent to her alone."""
        message, person = spoken(update)
        await self._hint("text-only", message, person)

    async def _answer(self, update_id: int, message: Message, person: User, words: str) -> None:
        if not words:
            await self._hint("chat-empty", message, person)
            return
        via = TelegramVia(
            self._outbox,
            Place.of(message),
            person.language_code,
            lambda: self._unsettled.settle(update_id),
        )
        await self._engine.respond(_utterance(message, person, words), via)

    async def _hint(self, key: str, message: Message, person: User) -> None:
        # The engine never sees these, so the silence of a block is kept here.
        report = await self._engine.status(PLATFORM, str(person.id))
        if report.block is None:
            text = self._outbox.texts.say(key, person.language_code)
            await self._outbox.delivery.send(Place.of(message), text)


def _utterance(message: Message, person: User, words: str) -> Utterance:
    return Utterance(
        platform=PLATFORM,
        message_id=name_of(message),
        chat_id=str(message.chat.id),
        account_id=str(person.id),
        author_name=person.full_name,
        text=words,
        sent_at=message.date,
        language=person.language_code,
        guild_id=None if message.chat.type == message.chat.PRIVATE else str(message.chat.id),
    )
