"""A moderator's desk on Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
import structlog

from bot.adapters.discord_boundary import NETWORK_ERRORS
from bot.adapters.discord_reading import PLATFORM
from bot.adapters.discord_rights import target_of
from bot.moderation_desk import Desk
from bot.moderation_texts import ModerationTexts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.moderation.people import Moderator, Target
    from storage.records import SanctionRow

Interaction = discord.Interaction[Any]
MAX_CHOICES: Final = 25  # what Discord shows
_MAX_CHOICE_CHARS: Final = 100
Person = discord.User | discord.Member
log = structlog.get_logger(__name__)


class DiscordDesk(Desk):
    """A desk whose answers go back into one interaction."""

    def __init__(self, interaction: Interaction, moderator: Moderator) -> None:
        bot = interaction.client
        super().__init__(bot.moderation, moderator, texts_of(interaction), bot.clock())
        self.interaction = interaction

    async def tell_decision(self, number: int) -> None:
        """Tell a person in a DM what became of his appeal; if granted, `/status` shows it too."""
        bot, case = self.interaction.client, await self.view(number)
        if case.appeal is None or case.appeal.decided_at is None:
            return
        key = "appeal-granted" if case.appeal.is_granted else "appeal-denied"
        values = {"number": number, "answer": case.appeal.answer or ""}
        text = bot.wording(None).texts.say(key, None, **values)
        for account in case.accounts:
            if account.platform != PLATFORM:
                continue
            try:
                user = await bot.fetch_user(int(account.account_id))
                await user.send(text, allowed_mentions=discord.AllowedMentions.none())
            except NETWORK_ERRORS as error:
                log.info("discord_appeal_not_told", reason=type(error).__name__)

    def target(self, user: Person) -> Target:
        """Somebody to act on.

        Raises:
            NotAllowed: the hierarchy forbids it.
        """
        return target_of(self.interaction, self.moderator, user)


def texts_of(interaction: Interaction) -> ModerationTexts:
    """How a moderator is spoken to."""
    wording = interaction.client.wording_of(interaction)
    return ModerationTexts(wording.texts, wording.language, wording.zone)


def case_choices(
    interaction: Interaction, rows: Sequence[SanctionRow], typed: int | str
) -> list[discord.app_commands.Choice[int]]:
    """The cases to choose from while a number is typed: those that begin like it."""
    texts, now = texts_of(interaction), interaction.client.clock()
    return [
        discord.app_commands.Choice(
            name=texts.line(row, now)[:_MAX_CHOICE_CHARS], value=row.case_number
        )
        for row in rows
        if str(row.case_number).startswith(str(typed or ""))
    ][:MAX_CHOICES]
