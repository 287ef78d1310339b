"""Her Discord client: which events she listens to, who is meant, and who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.adapters.discord_appeals import appeal_command
from bot.adapters.discord_boundary import NETWORK_ERRORS, told_if_it_breaks
from bot.adapters.discord_cards import CardButton, Cards
from bot.adapters.discord_commands import CatalogueTranslator, Commands, sync_if_changed
from bot.adapters.discord_forget import ForgetButton
from bot.adapters.discord_mod import ModCommands
from bot.adapters.discord_reading import (
    PLATFORM,
    is_meant,
    language_of,
    missing_words_key,
    utterance_of_message,
)
from bot.adapters.discord_report import report_menu
from bot.adapters.discord_via import ChannelVia, Wording
from bot.platform_errors import PlatformUnreachable, TokenRejected
from engine.places import place_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import tzinfo

    from bot.command_hashes import CommandHashStore
    from bot.moderation import Moderation
    from bot.texts import Texts
    from engine.engine import Engine
    from engine.types import Utterance
    from engine.via import Via
    from storage.records import InboxMessage

log = structlog.get_logger(__name__)


def needed_intents(*, message_content: bool) -> discord.Intents:
    """The events she needs; the content of messages that do not mention her only if wished."""
    intents = discord.Intents.none()
    intents.guilds = True
    intents.guild_messages = True
    intents.dm_messages = True
    intents.message_content = message_content
    return intents


class DiscordBot(discord.Client):
    """Listens on Discord and answers through the engine.

    Start it with `async with bot: await bot.start(token)`. The engine must be ready before.
    """

    def __init__(
        self,
        *,
        engine: Engine,
        texts: Texts,
        zone: tzinfo,
        hashes: CommandHashStore,
        moderation: Moderation,
        message_content: bool = False,
    ) -> None:
        # discord.py keeps this very object, so `connect` can take the intent back.
        self._wanted_intents = needed_intents(message_content=message_content)
        super().__init__(
            intents=self._wanted_intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,  # she needs no cache of what people said
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.engine = engine
        self.clock = engine.clock
        self.moderation = moderation
        self.cards = Cards(self, moderation.log)
        self._texts = texts
        self._zone = zone
        self._hashes = hashes
        self.tree = Commands(self, texts)
        self.tree.add_command(appeal_command(texts))
        self.tree.add_command(ModCommands(texts))
        self.tree.add_command(report_menu(texts))

    async def login(self, token: str) -> None:
        """Log in and publish the commands; `start` calls it.

        Raises:
            TokenRejected: Discord does not know the token.
            PlatformUnreachable: Discord does not answer.
        """
        try:
            await super().login(token)
        except discord.LoginFailure as error:
            raise TokenRejected(PLATFORM) from error
        except NETWORK_ERRORS as error:
            raise PlatformUnreachable(PLATFORM, type(error).__name__) from error

    async def setup_hook(self) -> None:
        """After the login, before the first event."""
        self.add_dynamic_items(ForgetButton, CardButton)
        await self.tree.set_translator(CatalogueTranslator(self._texts))
        await sync_if_changed(self.tree, self._hashes)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Connect; without the message-content intent if the application may not have it."""
        try:
            await super().connect(reconnect=reconnect)
        except discord.PrivilegedIntentsRequired:
            if not self._wanted_intents.message_content:
                raise
            log.warning(
                "discord_message_content_intent_refused",
                meaning="She reads only DMs, mentions, and replies that mention her.",
                remedy="Enable it under Bot, Privileged Gateway Intents, in the developer portal.",
            )
            self._wanted_intents.message_content = False
            await super().connect(reconnect=reconnect)

    async def on_ready(self) -> None:
        """Tell the log who she is and where."""
        log.info("discord_ready", name=str(self.user), num_guilds=len(self.guilds))
        for guild in self.guilds:  # what a stop in the middle left unsent
            await self.cards.send_due(place_of(PLATFORM, str(guild.id)))

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to her."""
        her_ids = self.her_ids_in(message.guild)
        if not is_meant(message, her_ids):
            return
        utterance = utterance_of_message(message, her_ids)
        answered = message.to_reference(fail_if_not_exists=False)
        via = ChannelVia(message.channel, answered, self.wording(utterance.language))
        await self.hear(utterance, via, missing_words_key(message))

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Judge what was changed in a message that she had read."""
        message = payload.message
        edited_at = message.edited_at  # Discord also "edits" to add the preview of a link
        if edited_at is None or not message.content or message.author.bot:
            return
        utterance = utterance_of_message(message, self.her_ids_in(message.guild))
        answered = message.to_reference(fail_if_not_exists=False)
        via = ChannelVia(message.channel, answered, self.wording(utterance.language))
        await self.engine.review(utterance, edited_at, via)
        await self.cards.send_due(utterance.place)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 (they hold message text)
        """Log what an event raised outside of answering."""
        log.exception("discord_event_failed", event_method=event_method)

    async def hear(self, utterance: Utterance, via: Via, missing_words_key: str) -> None:
        """Let the engine answer; whatever breaks on the way is logged and told.

        Args:
            utterance: What was said to her.
            via: The way back.
            missing_words_key: The text that asks for words, should there be none.
        """
        async with told_if_it_breaks(via, utterance.message_id):
            if utterance.text:
                await self.engine.respond(utterance, via)
            else:
                await self._ask_for_words(utterance, via, missing_words_key)
        await self.cards.send_due(utterance.place)  # what breaks here is not the person's concern

    async def via_to(self, message: InboxMessage) -> Via | None:
        """The way back to a message accepted before the last stop; None if it is gone."""
        if message.platform != PLATFORM:
            return None
        await self.wait_until_ready()
        chat_id = int(message.chat_id)
        try:
            channel = self.get_channel(chat_id) or await self.fetch_channel(chat_id)
        except (discord.NotFound, discord.Forbidden, discord.InvalidData):
            return None
        if not isinstance(channel, discord.abc.Messageable):
            return None
        answered = discord.MessageReference(
            message_id=int(message.message_id), channel_id=chat_id, fail_if_not_exists=False
        )
        return ChannelVia(channel, answered, self.wording(message.language))

    def wording(self, language: str | None) -> Wording:
        """How the system speaks to somebody of this language."""
        return Wording(self._texts, language, self._zone)

    def wording_of(self, interaction: discord.Interaction[Any]) -> Wording:
        """How the system speaks to the person behind a command or a button."""
        return self.wording(language_of(interaction.locale))

    def her_ids_in(self, guild: discord.Guild | None) -> Collection[int]:
        """Her own id, and that of the role Discord made for her in this server.

        Both look the same to somebody who types `@오로라`.
        """
        ids = {self.user.id} if self.user else set()
        role = guild.self_role if guild else None
        return ids | {role.id} if role else ids

    async def _ask_for_words(self, utterance: Utterance, via: Via, key: str) -> None:
        # The engine never sees these, so the silence of a block is kept here.
        report = await self.engine.status(PLATFORM, utterance.account_id)
        if report.block is None:
            await via.reply(self._texts.say(key, utterance.language))
