"""Who speaks, and whether it is meant for her."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram import MessageEntity
from telegram.constants import ChatType
from telegram.ext.filters import MessageFilter

if TYPE_CHECKING:
    from telegram import Bot, Message

_HER_NAME = "오로라"


class FromPerson(MessageFilter):
    """Lets through what a human being wrote in their own name, in a chat rather than a channel."""

    def filter(self, message: Message) -> bool:
        """Whether it is so; people who speak as a chat have that chat as `sender_chat`."""
        return (
            message.from_user is not None
            and not message.from_user.is_bot
            and message.sender_chat is None
            and message.chat.type != ChatType.CHANNEL
        )


class InAlbum(MessageFilter):
    """Lets through the pictures of an album, each of which is a message of its own."""

    def filter(self, message: Message) -> bool:
        """Whether it is one."""
        return message.media_group_id is not None


def is_private(message: Message) -> bool:
    """Whether only she and one person are here."""
    return message.chat.type == ChatType.PRIVATE


def words_for_her(message: Message, bot: Bot) -> str | None:
    """What a message says to her, without the call; None if it is not meant for her."""
    text = message.text or message.caption or ""
    if is_private(message):
        return text.strip()
    mention = _mention_of(bot.username)
    is_called = re.search(mention, text, re.IGNORECASE) is not None
    if is_called or _is_reply_to(message, bot) or _is_named_in(message, bot):
        return _without(mention, text)
    return None


def words_after_command(message: Message) -> str:
    """What follows a command, line breaks and all."""
    _command, *rest = (message.text or "").split(maxsplit=1)
    return rest[0].strip() if rest else ""


def _mention_of(username: str) -> str:
    # Telegram marks no mention in "@name아", yet so one calls a friend in Korean. Looking for the
    # name itself finds these and all that Telegram marks.
    return rf"(?<![A-Za-z0-9_@/.])@{re.escape(username)}(?![A-Za-z0-9_])"


def _is_reply_to(message: Message, bot: Bot) -> bool:
    answered = message.reply_to_message
    return answered is not None and answered.from_user == bot.bot


def _is_named_in(message: Message, bot: Bot) -> bool:
    # A text mention links to the account itself, whatever the words are.
    entities = (*message.entities, *message.caption_entities)
    return any(e.type == MessageEntity.TEXT_MENTION and e.user == bot.bot for e in entities)


def _without(mention: str, text: str) -> str:
    """The text without a call at either end; elsewhere her name stands for the account's."""
    call = rf"{mention}(?:[아야](?![가-힣]))?"
    text = re.sub(rf"^\s*{call}[\s,:!~]*|\s*{call}\s*$", "", text, flags=re.IGNORECASE)
    text = re.sub(rf"{mention}[아야](?![가-힣])", f"{_HER_NAME}야", text, flags=re.IGNORECASE)
    return re.sub(mention, _HER_NAME, text, flags=re.IGNORECASE).strip()
