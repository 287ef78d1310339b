"""The slash commands, in Korean and English, and when they are handed to Discord."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands

from bot.adapters.discord_boundary import tell_interaction
from bot.adapters.discord_forget import CONFIRM_WITHIN, Question, question_view
from bot.adapters.discord_reading import PLATFORM, language_of, utterance_of_interaction
from bot.adapters.discord_via import MAX_MESSAGE_CHARS, InteractionVia, split_for_discord
from bot.link_desk import LinkDesk
from engine.linking import Linking

if TYPE_CHECKING:
    from bot.adapters.discord_bot import DiscordBot
    from bot.command_hashes import CommandHashStore
    from bot.texts import Texts

log = structlog.get_logger(__name__)


class CatalogueTranslator(app_commands.Translator):
    """Korean names and descriptions for Discord clients set to Korean; the rest see English."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 (the library's signature)
    ) -> str | None:
        """The Korean text of a key; None where English serves."""
        if locale is not discord.Locale.korean:
            return None
        return self._texts.say(string.extras["key"], "ko")


class Commands(app_commands.CommandTree["DiscordBot"]):
    """The tree of her commands. What a command raises ends in `on_error`."""

    def __init__(self, bot: DiscordBot, texts: Texts) -> None:
        super().__init__(
            bot,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self._texts = texts
        about = [self._telling(name) for name in ("help", "privacy")]
        mine = (self._chat(), self._status(), self._forget(), self._link(), self._unlink())
        for command in (*mine, *about):
            self.add_command(command)

    async def on_error(
        self, interaction: discord.Interaction[DiscordBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Log what a command raised and tell the person."""
        name = interaction.command.name if interaction.command else None
        log.error("discord_command_failed", command=name, exc_info=error)
        await tell_interaction(interaction, interaction.client.wording_of(interaction))

    def _chat(self) -> app_commands.Command[Any, ..., None]:
        @app_commands.rename(message=self._text("message", "command-chat-message-name"))
        @app_commands.describe(message=self._described("command-chat-message-description"))
        async def chat(
            interaction: discord.Interaction[DiscordBot],
            message: app_commands.Range[str, 1, MAX_MESSAGE_CHARS],
        ) -> None:
            await interaction.response.defer(thinking=True)
            bot = interaction.client
            via = InteractionVia(interaction, bot.wording_of(interaction))
            her_ids = bot.her_ids_in(interaction.guild)
            utterance = utterance_of_interaction(interaction, message, her_ids)
            await bot.hear(utterance, via, "chat-empty")
            await via.close()

        return self._command("chat", chat)

    def _status(self) -> app_commands.Command[Any, ..., None]:
        async def status(interaction: discord.Interaction[DiscordBot]) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            bot = interaction.client
            wording = bot.wording_of(interaction)
            report = await bot.engine.status(PLATFORM, str(interaction.user.id))
            await _tell(
                interaction,
                wording.texts.status_on_platform(report, wording.language, wording.zone),
            )

        return self._command("status", status)

    def _forget(self) -> app_commands.Command[Any, ..., None]:
        async def forget(interaction: discord.Interaction[DiscordBot]) -> None:
            bot = interaction.client
            wording = bot.wording_of(interaction)
            question = Question(interaction.user.id, bot.clock() + CONFIRM_WITHIN)
            await interaction.response.send_message(
                wording.say("forget-confirm"), view=question_view(question, wording), ephemeral=True
            )

        return self._command("forget", forget)

    def _link(self) -> app_commands.Command[Any, ..., None]:
        @app_commands.rename(code=self._text("code", "command-link-code-name"))
        @app_commands.describe(code=self._described("command-link-code-description"))
        async def link(interaction: discord.Interaction[DiscordBot], code: str = "") -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            user = interaction.user
            desk = self._link_desk(interaction)
            said = await desk.link(PLATFORM, str(user.id), user.display_name, code)
            await _tell(interaction, said)

        return self._command("link", link)

    def _unlink(self) -> app_commands.Command[Any, ..., None]:
        async def unlink(interaction: discord.Interaction[DiscordBot]) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            desk = self._link_desk(interaction)
            await _tell(interaction, await desk.unlink(PLATFORM, str(interaction.user.id)))

        return self._command("unlink", unlink)

    def _link_desk(self, interaction: discord.Interaction[DiscordBot]) -> LinkDesk:
        language = language_of(interaction.locale)
        return LinkDesk(Linking(interaction.client.engine), self._texts, language)

    def _telling(self, name: str) -> app_commands.Command[Any, ..., None]:
        async def tell(interaction: discord.Interaction[DiscordBot]) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await _tell(interaction, interaction.client.wording_of(interaction).say(name))

        return self._command(name, tell)

    def _command(self, name: str, callback: Any) -> app_commands.Command[Any, ..., None]:
        return app_commands.Command(
            name=self._text(name, f"command-{name}-name"),
            description=self._described(f"command-{name}-description"),
            callback=callback,
        )

    def _described(self, key: str) -> app_commands.locale_str:
        return self._text(self._texts.say(key, "en"), key)

    @staticmethod
    def _text(english: str, key: str) -> app_commands.locale_str:
        return app_commands.locale_str(english, key=key)


async def sync_if_changed(tree: Commands, hashes: CommandHashStore) -> None:
    """Hand the commands to Discord if they differ from what it has.

    One request replaces them all at once: there is no moment without commands. When it fails
    she still answers messages, and the next start tries again.
    """
    try:
        wanted = await _hash_of(tree)
        if await hashes.get(PLATFORM) == wanted:
            return
        await tree.sync()
    except (discord.HTTPException, app_commands.AppCommandError):
        log.exception("discord_commands_not_synced")
        return
    await hashes.put(PLATFORM, wanted)
    log.info("discord_commands_synced")


async def _tell(interaction: discord.Interaction[DiscordBot], text: str) -> None:
    for piece in split_for_discord(text):
        await interaction.followup.send(
            piece, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )


async def _hash_of(tree: Commands) -> str:
    translator = tree.translator
    payload: list[Any] = [
        await command.get_translated_payload(tree, translator)
        if translator
        else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    known_as = [tree.client.application_id, payload]  # another application has none of them
    return hashlib.sha256(json.dumps(known_as, sort_keys=True).encode()).hexdigest()
