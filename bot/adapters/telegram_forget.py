"""The two buttons under `/forget`. All they know is in their data, so they outlive a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, TelegramError

from bot.adapters.telegram_place import PLATFORM, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import CallbackQuery, Message, Update, User

    from bot.adapters.telegram_via import Outbox
    from engine.engine import Engine

CONFIRM_WITHIN: Final = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a button stands for, and for whom and how long; 64 bytes are all that it may carry."""

    PATTERN = r"^forget:(yes|no):\d+:\d+$"

    answer: str
    account_id: int
    expires_at: datetime

    @property
    def data(self) -> str:
        """The choice as the button carries it."""
        return f"forget:{self.answer}:{self.account_id}:{int(self.expires_at.timestamp())}"

    @classmethod
    def of(cls, data: str) -> Choice:
        """The choice that a button carried."""
        _name, answer, account_id, expires_s = data.split(":")
        return cls(answer, int(account_id), datetime.fromtimestamp(int(expires_s), UTC))


class Forgetting:
    """Asks first, and then lets her forget the person."""

    def __init__(self, engine: Engine, outbox: Outbox, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._outbox = outbox
        self._clock = clock

    async def ask(self, message: Message, person: User) -> None:
        """Ask whether she really shall."""
        texts, language = self._outbox.texts, person.language_code
        expires_at = self._clock() + CONFIRM_WITHIN
        buttons = [
            InlineKeyboardButton(
                texts.say(f"forget-{answer}", language),
                callback_data=Choice(answer, person.id, expires_at).data,
            )
            for answer in ("yes", "no")
        ]
        text = texts.say("forget-confirm", language)
        keyboard = InlineKeyboardMarkup.from_row(buttons)
        await self._outbox.delivery.send(Place.of(message), text, keyboard)

    async def choose(self, update: Update, _context: object) -> None:
        """A button was pressed."""
        query = update.callback_query
        if query is None or query.data is None or query.message is None:
            raise RuntimeError("A press without a button passed the filters. This is a bug.")
        choice, person = Choice.of(query.data), query.from_user
        if person.id != choice.account_id:
            text = self._outbox.texts.say("forget-not-yours", person.language_code)
            await end_wait(query, text)
            return
        await end_wait(query)
        if await _take_buttons_off(query):
            text = await self._carry_out(choice, person)
            await self._outbox.delivery.send(Place(query.message.chat.id), text)

    async def ignore(self, update: Update, _context: object) -> None:
        """A button of a time when she had other buttons."""
        if update.callback_query is not None:
            await end_wait(update.callback_query)

    async def _carry_out(self, choice: Choice, person: User) -> str:
        texts, language = self._outbox.texts, person.language_code
        if self._clock() >= choice.expires_at:
            return texts.say("forget-expired", language)
        if choice.answer == "no":
            return texts.say("forget-kept", language)
        receipt = await self._engine.forget(PLATFORM, str(person.id))
        return texts.forgotten(receipt, language)


async def end_wait(query: CallbackQuery, text: str | None = None) -> None:
    """Answer a press, so that the button stops waiting; too old a press cannot be answered."""
    try:
        await query.answer(text, show_alert=text is not None)
    except TelegramError as error:
        _log.debug("telegram_press_not_answered", reason=error.message)


async def _take_buttons_off(query: CallbackQuery) -> bool:
    """Whether this press was the first: a second one must not bring an empty receipt."""
    try:
        await query.edit_message_reply_markup(None)
    except BadRequest as refusal:
        return "not modified" not in refusal.message
    except TelegramError as error:
        _log.debug("telegram_buttons_left", reason=error.message)
    return True
