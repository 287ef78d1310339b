"""`/appeal` on Telegram, in the private chat, and the way back of what the moderators decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.adapters.telegram_address import is_private, words_after_command
from bot.adapters.telegram_place import PLATFORM, Place, spoken
from bot.moderation import EXPLICABLE
from bot.moderation_texts import ModerationTexts
from engine.errors import DeliveryFailed

if TYPE_CHECKING:
    from telegram import Update

    from bot.adapters.telegram_via import Outbox
    from bot.moderation import Moderation
    from engine.moderation.views import CaseView

log = structlog.get_logger(__name__)


class AppealCommand:
    """The handler of `/appeal`."""

    def __init__(self, moderation: Moderation, outbox: Outbox) -> None:
        self._moderation = moderation
        self._outbox = outbox

    async def appeal(self, update: Update, _context: object) -> None:
        """`/appeal 12 words`."""
        message, person = spoken(update)
        language = person.language_code
        number, _, text = words_after_command(message).removeprefix("#").partition(" ")
        if not is_private(message):
            said = self._outbox.texts.say("appeal-in-group", language)
        elif not (number.isascii() and number.isdigit() and text.strip()):
            said = self._outbox.texts.say("appeal-usage", language)
        else:
            said = await self._open(str(person.id), int(number[:12]), text, language)
        await self._outbox.delivery.send(Place.of(message), said)

    async def _open(self, account_id: str, number: int, text: str, language: str | None) -> str:
        try:
            await self._moderation.appeals.open(PLATFORM, account_id, number, text)
        except EXPLICABLE as refused:
            texts = ModerationTexts(self._outbox.texts, language, self._outbox.zone)
            return texts.refusal(refused)
        return self._outbox.texts.say("appeal-opened", language, number=number)


async def tell_decision(outbox: Outbox, case: CaseView) -> None:
    """Tell a person alone what became of his appeal; if granted, `/status` shows it too."""
    if case.appeal is None or case.appeal.decided_at is None:
        return
    key = "appeal-granted" if case.appeal.is_granted else "appeal-denied"
    number, answer = case.row.case_number, case.appeal.answer or ""
    for account in case.accounts:
        if account.platform != PLATFORM:
            continue
        try:
            text = outbox.texts.say(key, None, number=number, answer=answer)
            await outbox.delivery.send(Place(int(account.account_id)), text)
        except DeliveryFailed as refused:
            log.info("telegram_appeal_not_told", reason=refused.reason)
