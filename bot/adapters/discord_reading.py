"""What a Discord message says to her: is she meant, in which language, in which plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from engine.types import Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    NameOf = Callable[[int], str | None]

PLATFORM = "discord"

_MARKUP = re.compile(
    r"<(?:@!?(?P<user>\d+)|@&(?P<role>\d+)|#(?P<channel>\d+)"
    r"|a?:(?P<emoji>\w+):\d+|/(?P<command>[^:<>]+):\d+)>"
)
_SPOKEN_TYPES = (discord.MessageType.default, discord.MessageType.reply)


def is_meant(message: discord.Message, her_ids: Collection[int]) -> bool:
    """Whether a person says this to her: a DM, a mention of her, a reply to words of hers."""
    author = message.author
    if author.bot or author.system or message.webhook_id is not None:
        return False
    if message.type not in _SPOKEN_TYPES:
        return False
    if isinstance(message.channel, discord.DMChannel):
        return True
    mentioned = {mentioned.id for mentioned in (*message.mentions, *message.role_mentions)}
    return not mentioned.isdisjoint(her_ids) or _replied_author_id(message) in her_ids


def missing_words_key(message: discord.Message) -> str:
    """The text that asks for words, should a message hold none that she can read."""
    if message.attachments or message.stickers or message.message_snapshots or message.poll:
        return "text-only"
    # Nobody can send nothing: without the message-content intent Discord keeps it from her.
    return "chat-empty" if message.content else "discord-mention-me"


def utterance_of_message(message: discord.Message, her_ids: Collection[int]) -> Utterance:
    """The message as the engine takes it."""
    return Utterance(
        platform=PLATFORM,
        message_id=str(message.id),
        chat_id=str(message.channel.id),
        account_id=str(message.author.id),
        author_name=message.author.display_name,
        text=plain_text(message.content, her_ids, _namer(message.guild, message.mentions)),
        sent_at=message.created_at,
        language=language_of_guild(message.guild),
        guild_id=str(message.guild.id) if message.guild else None,
    )


def utterance_of_interaction(
    interaction: discord.Interaction, text: str, her_ids: Collection[int]
) -> Utterance:
    """The text of a slash command as the engine takes it."""
    return Utterance(
        platform=PLATFORM,
        message_id=str(interaction.id),
        chat_id=str(interaction.channel_id),
        account_id=str(interaction.user.id),
        author_name=interaction.user.display_name,
        text=plain_text(text, her_ids, _namer(interaction.guild, ())),
        sent_at=interaction.created_at,
        language=language_of(interaction.locale),
        guild_id=str(interaction.guild_id) if interaction.guild_id else None,
    )


def plain_text(content: str, her_ids: Collection[int], name_of: NameOf) -> str:
    """The words without Discord's markup: no mention of her, names for the others."""

    def plain(markup: re.Match[str]) -> str:
        mentioned_id = markup["user"] or markup["role"] or markup["channel"]
        if mentioned_id is None:
            return f":{markup['emoji']}:" if markup["emoji"] else f"/{markup['command']}"
        if int(mentioned_id) in her_ids:
            return ""
        sign = "#" if markup["channel"] else "@"
        return sign + (name_of(int(mentioned_id)) or "unknown")

    text = _MARKUP.sub(plain, content)
    return re.sub(r"[ \t]{2,}", " ", text).strip() if text != content else content.strip()


def language_of(locale: discord.Locale) -> str:
    """A locale's language: `ko`, `en`, `ja`."""
    return locale.value.partition("-")[0]


def language_of_guild(guild: discord.Guild | None) -> str | None:
    """The language a server chose; None when nobody chose one.

    Discord gives every new server `en-US`; only community servers have a setting for it.
    """
    if guild is None:
        return None
    is_default = guild.preferred_locale is discord.Locale.american_english
    if is_default and "COMMUNITY" not in guild.features:
        return None
    return language_of(guild.preferred_locale)


def _replied_author_id(message: discord.Message) -> int | None:
    if message.type is not discord.MessageType.reply or message.reference is None:
        return None
    replied = message.reference.resolved
    return replied.author.id if isinstance(replied, discord.Message) else None


def _namer(guild: discord.Guild | None, mentioned: Iterable[discord.abc.User]) -> NameOf:
    people = {user.id: user.display_name for user in mentioned}

    def name_of(mentioned_id: int) -> str | None:
        if mentioned_id in people or guild is None:
            return people.get(mentioned_id)
        place = guild.get_channel_or_thread(mentioned_id) or guild.get_role(mentioned_id)
        return place.name if place else None

    return name_of
