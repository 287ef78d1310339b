"""The action on a message, "report / judge again": for moderators a trial, for others a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.adapters.discord_desk import DiscordDesk, texts_of
from bot.adapters.discord_reading import PLATFORM, plain_text
from bot.adapters.discord_rights import moderator_of, named
from bot.adapters.discord_via import split_for_discord
from bot.moderation import EXPLICABLE
from engine.errors import NotAllowed
from engine.places import place_of

if TYPE_CHECKING:
    from bot.texts import Texts

Interaction = discord.Interaction[Any]


def report_menu(texts: Texts) -> app_commands.ContextMenu:
    """The action as Discord shows it under "Apps"."""
    name = app_commands.locale_str(texts.say("menu-report", "en"), key="menu-report")
    return app_commands.ContextMenu(name=name, callback=_report)


async def _report(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        said = await _judged_again(interaction, message)
    except NotAllowed:
        said = await _reported(interaction, message)
    except EXPLICABLE as refused:
        said = texts_of(interaction).refusal(refused)
    quiet = discord.AllowedMentions.none()
    for piece in split_for_discord(said):
        await interaction.followup.send(piece, ephemeral=True, allowed_mentions=quiet)


async def _judged_again(interaction: Interaction, message: discord.Message) -> str:
    """What the message would lead to, if its author said it now."""
    moderator = await moderator_of(interaction, interaction.client.moderation)
    desk = DiscordDesk(interaction, moderator)
    return await desk.test(_words(interaction, message), named(message.author))


async def _reported(interaction: Interaction, message: discord.Message) -> str:
    """Hand the message to the moderators, if the server has a log."""
    texts = texts_of(interaction)
    place = place_of(PLATFORM, str(interaction.guild_id) if interaction.guild_id else None)
    is_sent = await interaction.client.cards.report(
        place, message, interaction.user, _words(interaction, message)
    )
    return texts.texts.say("report-sent" if is_sent else "report-no-log", texts.language)


def _words(interaction: Interaction, message: discord.Message) -> str:
    her_ids = interaction.client.her_ids_in(interaction.guild)
    return plain_text(message.content, her_ids, lambda _: None)
