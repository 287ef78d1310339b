"""`/appeal` on Discord. What the moderators decide is told by their desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.adapters.discord_desk import case_choices, texts_of
from bot.adapters.discord_reading import PLATFORM
from bot.moderation import EXPLICABLE
from engine.moderation.appeals import MAX_APPEAL_CHARS

if TYPE_CHECKING:
    from bot.adapters.discord_bot import DiscordBot
    from bot.texts import Texts

Interaction = discord.Interaction[Any]
Number = app_commands.Range[int, 1]
AppealText = app_commands.Range[str, 1, MAX_APPEAL_CHARS]


def appeal_command(texts: Texts) -> app_commands.Command[Any, ..., None]:
    """The command by which a person appeals against a case of his own."""

    def text(key: str) -> app_commands.locale_str:
        return app_commands.locale_str(texts.say(key, "en"), key=key)

    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=text("command-appeal-name"),
        description=text("command-appeal-description"),
        callback=_appeal,
    )
    for option in ("number", "text"):
        app_commands.rename(**{option: text(f"command-appeal-{option}-name")})(command)
        app_commands.describe(**{option: text(f"command-appeal-{option}-description")})(command)
    command.autocomplete("number")(_complete)
    return command


async def _appeal(
    interaction: Interaction,
    number: Number,
    text: AppealText,
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    bot: DiscordBot = interaction.client
    texts = texts_of(interaction)
    account_id = str(interaction.user.id)
    try:
        row = await bot.moderation.appeals.open(PLATFORM, account_id, number, text)
    except EXPLICABLE as refused:
        said = texts.refusal(refused)
    else:
        await bot.cards.refresh(row.place, row.case_number)
        said = texts.texts.say("appeal-opened", texts.language, number=number)
    await interaction.followup.send(said, ephemeral=True)


async def _complete(interaction: Interaction, current: str) -> list[app_commands.Choice[int]]:
    bot: DiscordBot = interaction.client
    rows = await bot.moderation.appeals.own_cases(PLATFORM, str(interaction.user.id))
    return case_choices(interaction, rows, current)
