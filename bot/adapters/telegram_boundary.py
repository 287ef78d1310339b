"""Where what breaks in a handler ends: it is logged, and the person is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from telegram import Update
from telegram.error import Conflict, TelegramError

from bot.adapters.telegram_place import Place
from engine.errors import DeliveryFailed
from engine.notices import Failed

if TYPE_CHECKING:
    from typing import Any

    from telegram.ext import CallbackContext

    from bot.adapters.telegram_via import Outbox

_log = structlog.get_logger(__name__)


class Boundary:
    """The application's error handler."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def meet(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """An error that a handler raised."""
        update_id = update.update_id if isinstance(update, Update) else None
        if isinstance(context.error, DeliveryFailed):
            reason = context.error.reason
            _log.warning("telegram_delivery_failed", update_id=update_id, reason=reason)
            return
        # The update itself stays out of the log: it holds what people write.
        _log.error("telegram_update_failed", update_id=update_id, exc_info=context.error)
        if isinstance(update, Update):
            await self._tell(update)

    async def _tell(self, update: Update) -> None:
        chat, person, message = update.effective_chat, update.effective_user, update.message
        if chat is None:
            return
        place = Place(chat.id) if message is None else Place.of(message)
        try:
            text = self._words(update, person.language_code if person else None)
            await self._outbox.delivery.send(place, text)
        except DeliveryFailed as refused:
            _log.warning("telegram_failure_not_told", reason=refused.reason)

    def _words(self, update: Update, language: str | None) -> str:
        said = update.message.text if update.message else None
        if said is None or (said.startswith("/") and not said.startswith("/chat")):
            return self._outbox.texts.say("command-failed", language)
        return self._outbox.texts.notice(Failed(), language, self._outbox.zone)


def note_polling_error(error: TelegramError) -> None:
    """Polling goes on by itself; only a rival needs somebody's hand."""
    if isinstance(error, Conflict):
        _log.error("telegram_token_used_elsewhere", reason=error.message)
    else:
        _log.warning("telegram_polling_interrupted", reason=error.message)
