"""A moderator's desk on Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.adapters.discord_rights import target_of
from bot.moderation_desk import Desk
from bot.moderation_texts import ModerationTexts

if TYPE_CHECKING:
    from engine.moderation.people import Moderator, Target

Interaction = discord.Interaction[Any]
Person = discord.User | discord.Member


class DiscordDesk(Desk):
    """A desk whose answers go back into one interaction."""

    def __init__(self, interaction: Interaction, moderator: Moderator) -> None:
        bot = interaction.client
        super().__init__(bot.moderation, moderator, texts_of(interaction), bot.clock())
        self.interaction = interaction

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
