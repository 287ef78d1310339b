"""Where something is said in Telegram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

PLATFORM: Final = "telegram"

if TYPE_CHECKING:
    from telegram import Message, Update, User


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, the topic in it, and the message that is answered."""

    chat_id: int
    topic_id: int | None = None
    reply_to_id: int | None = None

    @classmethod
    def of(cls, message: Message) -> Place:
        """Where an answer to the message belongs."""
        topic_id = message.message_thread_id if message.is_topic_message else None
        return cls(message.chat.id, topic_id, message.message_id)

    @classmethod
    def named(cls, message_id: str) -> Place | None:
        """The place in a message's name; None if it is no name of ours."""
        chat, _, number = message_id.partition(":")
        try:
            return cls(int(chat), reply_to_id=int(number))
        except ValueError:
            return None


def name_of(message: Message) -> str:
    """The message's name for the engine: Telegram's own numbers are unique within a chat only."""
    return f"{message.chat.id}:{message.message_id}"


def spoken(update: Update) -> tuple[Message, User]:
    """The message of an update, and the person who wrote it."""
    message = update.message
    if message is None or message.from_user is None:
        raise RuntimeError("A message of nobody passed the filters. This is a bug.")
    return message, message.from_user
