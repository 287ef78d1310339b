"""What the simulated Telegram holds: people, chats, messages, files, command menus."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Literal

from tests.telegram_server.calls import Json
from tests.telegram_server.members import Member
from tests.telegram_server.text import Entity
from tests.telegram_server.updates import UpdateQueue

Clock = Callable[[], datetime]
ChatType = Literal["private", "group", "supergroup", "channel"]
CommandScope = tuple[str, int, int]  # type, chat id, user id; zeros where they do not apply

_DRAFT_S = 30


@dataclass(eq=False)
class User:
    """A person, or a bot."""

    id: int
    first_name: str
    username: str = ""
    language_code: str = ""
    is_bot: bool = False
    has_blocked_bot: bool = False


@dataclass(frozen=True)
class StoredFile:
    """A file that Telegram keeps; width and height are for images only."""

    id: str
    path: str
    content: bytes
    name: str = ""
    mime_type: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Draft:
    """A message on its way, shown to one person for half a minute."""

    id: int
    text: str
    at: datetime


@dataclass(eq=False)
class Chat:
    """A private chat, a group, a supergroup or a channel."""

    id: int
    type: ChatType
    title: str = ""
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, "Message"] = field(default_factory=dict)
    banned_senders: set[int] = field(default_factory=set)
    migrated_to: int | None = None
    draft: Draft | None = None

    def member(self, user_id: int, now: datetime) -> Member:
        """Someone's place here at that time."""
        return self.members.get(user_id, Member(user_id)).at(now)


@dataclass(eq=False)
class Message:
    """A message, kept up to date: tests may hold on to it.

    Args:
        text: The text, or the caption where there is a file.
        sender_chat: Set when someone speaks as a channel or as the group itself.
        photo: Its sizes, smallest first.
        keyboard: Rows of inline buttons.
        service: Fields of a service message, such as `new_chat_members`.
        past_texts: What it said before each edit.
    """

    id: int
    chat: Chat
    sender: User
    at: datetime
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    sender_chat: Chat | None = None
    reply_to: "Message | None" = None
    photo: tuple[StoredFile, ...] = ()
    document: StoredFile | None = None
    keyboard: list[list[Json]] = field(default_factory=list)
    service: Json = field(default_factory=dict)
    past_texts: list[str] = field(default_factory=list)
    edited_at: datetime | None = None
    is_deleted: bool = False

    @property
    def has_media(self) -> bool:
        """Whether the text is a caption."""
        return bool(self.photo or self.document)

    @property
    def buttons(self) -> dict[str, str]:
        """Callback data of the inline buttons by their label."""
        return {
            button["text"]: button["callback_data"]
            for row in self.keyboard
            for button in row
            if "callback_data" in button
        }


@dataclass(eq=False)
class CallbackQuery:
    """A press of an inline button, and the bot's answer once it is there."""

    id: str
    user: User
    message: Message
    data: str
    is_answered: bool = False
    answer: str = ""
    is_alert: bool = False


@dataclass(frozen=True)
class Webhook:
    """Where updates are pushed to."""

    url: str
    secret_token: str = ""


class State:
    """Everything the server remembers.

    Args:
        clock: Time for dates, bans and retention.
        bot: The bot whose token is valid here.
        privacy_mode: Whether the bot sees only what is meant for it in groups.
        delivers_mentions: Whether privacy mode takes a mention as meant for the bot.
    """

    def __init__(
        self, clock: Clock, bot: User, *, privacy_mode: bool, delivers_mentions: bool
    ) -> None:
        self.clock = clock
        self.bot = bot
        self.privacy_mode = privacy_mode
        self.delivers_mentions = delivers_mentions
        self.users = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.commands: dict[tuple[CommandScope, str], list[Json]] = {}
        self.updates = UpdateQueue(clock)
        self.webhook: Webhook | None = None
        self._message_ids: defaultdict[int, count[int]] = defaultdict(lambda: count(1))
        self._file_ids = count(1)

    def next_message_id(self, chat: Chat) -> int:
        """A number for a new message.

        Supergroups and channels number their own messages, all other chats of a bot share one
        sequence: the same id may well stand for two messages.
        """
        return next(self._message_ids[chat.id if chat.type in ("supergroup", "channel") else 0])

    def post(self, message: Message) -> Message:
        """Put a message into its chat."""
        message.chat.messages[message.id] = message
        return message

    def store(self, folder: str, file: StoredFile) -> StoredFile:
        """Keep a file for download, under an id and a path of its own."""
        number = next(self._file_ids)
        suffix = file.name.rpartition(".")[2] if "." in file.name else "bin"
        stored = StoredFile(
            id=f"file-id-{number}",
            path=f"{folder}/file_{number}.{suffix}",
            content=file.content,
            name=file.name,
            mime_type=file.mime_type,
            width=file.width,
            height=file.height,
        )
        self.files[stored.id] = stored
        return stored

    def draft(self, chat: Chat) -> Draft | None:
        """The draft that the person can see now."""
        draft = chat.draft
        if draft is None or (self.clock() - draft.at).total_seconds() >= _DRAFT_S:
            return None
        return draft
