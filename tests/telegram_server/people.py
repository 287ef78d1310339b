"""What people do in Telegram, when a test says so."""

from collections.abc import Iterable

from tests.telegram_server.calls import Upload
from tests.telegram_server.deliveries import change_member, deliver, deliver_edit
from tests.telegram_server.errors import ImpossibleActionError
from tests.telegram_server.members import ADMIN_RIGHTS, Member
from tests.telegram_server.methods.commands import shown_commands
from tests.telegram_server.methods.media import keep_document, keep_photo
from tests.telegram_server.state import CallbackQuery, Chat, ChatType, Message, State, User
from tests.telegram_server.text import MAX_TEXT_UNITS, find_entities, utf16_units
from tests.telegram_server.wire import chat_json, message_json, unix, user_json

# Telegram names these accounts as senders where a chat speaks instead of a person.
CHANNEL_BOT = User(136_817_688, "Channel", "Channel_Bot", is_bot=True)
GROUP_ANONYMOUS_BOT = User(1_087_968_824, "Group", "GroupAnonymousBot", is_bot=True)

# Above 32 bits, as new accounts are: a program that keeps ids in small integers fails here.
_FIRST_USER_ID = 5_000_000_001


class People:
    """People and their chats. Everything they do reaches the bot as real updates."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._num_users = 0
        self._num_chats = 0

    @property
    def bot(self) -> User:
        """The bot, as others see it."""
        return self.state.bot

    def add_user(
        self, first_name: str, *, username: str = "", language_code: str = "", is_bot: bool = False
    ) -> User:
        """A person, or another bot, who has not met the bot yet."""
        user_id = _FIRST_USER_ID + self._num_users
        self._num_users += 1
        user = User(user_id, first_name, username, language_code, is_bot)
        self.state.users[user.id] = user
        return user

    def add_private_chat(self, user: User) -> Chat:
        """The chat of someone who has started the bot."""
        members = {user_id: Member(user_id, "member") for user_id in (user.id, self.bot.id)}
        return self._keep(Chat(user.id, "private", user.first_name, members))

    def add_group(
        self,
        title: str,
        *,
        members: Iterable[User] = (),
        admins: Iterable[User] = (),
        owner: User | None = None,
        supergroup: bool = False,
    ) -> Chat:
        """A group with the bot in it; put the bot among the admins to give it every right."""
        owner = owner or self.add_user(f"{title} owner")
        places = {self.bot.id: Member(self.bot.id, "member")}
        places |= {user.id: Member(user.id, "member") for user in members}
        places |= {user.id: Member(user.id, "administrator", ADMIN_RIGHTS) for user in admins}
        places[owner.id] = Member(owner.id, "creator")
        return self._add_chat("supergroup" if supergroup else "group", title, places)

    def add_channel(self, title: str) -> Chat:
        """A channel, to speak as."""
        return self._add_chat("channel", title, {})

    def _add_chat(self, kind: ChatType, title: str, members: dict[int, Member]) -> Chat:
        self._num_chats += 1
        chat_id = -(4_000_000_000 if kind == "group" else 1_002_000_000_000) - self._num_chats
        return self._keep(Chat(chat_id, kind, title, members))

    def _keep(self, chat: Chat) -> Chat:
        self.state.chats[chat.id] = chat
        return chat

    def say(
        self, chat: Chat, author: User | Chat, text: str, *, reply_to: Message | None = None
    ) -> Message:
        """Write a message: as a person, as a channel, or as the group itself (anonymous admin)."""
        message = self._message(chat, author, text, reply_to)
        if not 1 <= utf16_units(message.text) <= MAX_TEXT_UNITS:
            raise ImpossibleActionError("apps cut long texts and do not send empty ones")
        return deliver(self.state, message)

    def share_photo(self, chat: Chat, author: User, content: bytes, caption: str = "") -> Message:
        """Send an image."""
        message = self._message(chat, author, caption, None)
        message.photo = keep_photo(self.state, content)
        return deliver(self.state, message)

    def share_document(
        self, chat: Chat, author: User, content: bytes, name: str, caption: str = ""
    ) -> Message:
        """Send a file."""
        message = self._message(chat, author, caption, None)
        upload = Upload(name, "application/octet-stream", content)
        message.document = keep_document(self.state, upload)
        return deliver(self.state, message)

    def edit(self, message: Message, text: str) -> None:
        """Change what a person wrote."""
        message.past_texts.append(message.text)
        message.text, message.entities = text.strip(), find_entities(text.strip())
        message.edited_at = self.state.clock()
        deliver_edit(self.state, message)

    def press(self, message: Message, user: User, label: str) -> CallbackQuery:
        """Press the inline button with that label; the answer appears on what is returned."""
        if message.is_deleted or label not in message.buttons:
            raise ImpossibleActionError(f"no button {label!r} among {list(message.buttons)}")
        query_id, data = str(len(self.state.queries) + 1), message.buttons[label]
        query = CallbackQuery(query_id, user, message, data)
        self.state.queries[query.id] = query
        self.state.updates.put(
            "callback_query",
            {
                "id": query.id,
                "from": user_json(user),
                "message": message_json(message),
                "chat_instance": str(message.chat.id),
                "data": data,
            },
        )
        return query

    def join(self, chat: Chat, user: User) -> None:
        """Come into a group."""
        if chat.member(user.id, self.state.clock()).status == "kicked":
            raise ImpossibleActionError(f"{user.first_name} is banned here")
        self._note(chat, user, {"new_chat_members": [user_json(user)]})
        change_member(self.state, chat, user, Member(user.id, "member"))

    def leave(self, chat: Chat, user: User) -> None:
        """Go out of a group."""
        self._note(chat, user, {"left_chat_member": user_json(user)})
        change_member(self.state, chat, user, Member(user.id, "left"))

    def remove(self, chat: Chat, user: User) -> None:
        """Have the owner ban someone, or the bot."""
        change_member(self.state, chat, self._owner(chat), Member(user.id, "kicked"))

    def promote(self, chat: Chat, user: User, rights: Iterable[str] = ADMIN_RIGHTS) -> None:
        """Have the owner make someone an administrator with just these rights."""
        admin = Member(user.id, "administrator", frozenset(rights) | {"can_manage_chat"})
        change_member(self.state, chat, self._owner(chat), admin)

    def demote(self, chat: Chat, user: User) -> None:
        """Have the owner make someone a plain member."""
        change_member(self.state, chat, self._owner(chat), Member(user.id, "member"))

    def block(self, user: User) -> None:
        """Have a person block the bot."""
        user.has_blocked_bot = True
        self._note_blocking(user, "member", "kicked")

    def unblock(self, user: User) -> None:
        """Have a person start the bot again."""
        user.has_blocked_bot = False
        self._note_blocking(user, "kicked", "member")

    def migrate(self, chat: Chat) -> Chat:
        """Turn a group into a supergroup, under a new id and with the same people."""
        if chat.type != "group" or chat.migrated_to is not None:
            raise ImpossibleActionError("only a basic group can become a supergroup, and only once")
        owner = self._owner(chat)
        new = self._add_chat("supergroup", chat.title, dict(chat.members))
        self._note(chat, owner, {"migrate_to_chat_id": new.id})
        self._note(new, GROUP_ANONYMOUS_BOT, {"migrate_from_chat_id": chat.id})
        chat.migrated_to = new.id
        return new

    def shown_commands(self, chat: Chat, user: User) -> dict[str, str]:
        """The command menu that a person sees, with descriptions."""
        shown = shown_commands(self.state, chat, user)
        return {command["command"]: command["description"] for command in shown}

    def _message(
        self, chat: Chat, author: User | Chat, text: str, reply_to: Message | None
    ) -> Message:
        sender = author if isinstance(author, User) else CHANNEL_BOT
        sender_chat = author if isinstance(author, Chat) else None
        if author is chat:
            sender = GROUP_ANONYMOUS_BOT
        self._check_may_speak(chat, author)
        return Message(
            self.state.next_message_id(chat),
            chat,
            sender,
            self.state.clock(),
            text.strip(),
            find_entities(text.strip()),
            sender_chat=sender_chat,
            reply_to=reply_to,
        )

    def _check_may_speak(self, chat: Chat, author: User | Chat) -> None:
        if chat.migrated_to is not None or chat.type == "channel":
            raise ImpossibleActionError(f"nobody can write in {chat.title!r}")
        if isinstance(author, Chat):
            if author.id in chat.banned_senders:
                raise ImpossibleActionError(f"{author.title!r} is banned here")
        elif author.has_blocked_bot and chat.type == "private":
            raise ImpossibleActionError(f"{author.first_name} has blocked the bot")
        elif not chat.member(author.id, self.state.clock()).can("can_send_messages"):
            raise ImpossibleActionError(f"{author.first_name} cannot write in {chat.title!r}")

    def _note(self, chat: Chat, sender: User, service: dict[str, object]) -> None:
        message_id = self.state.next_message_id(chat)
        message = Message(message_id, chat, sender, self.state.clock(), service=service)
        deliver(self.state, message)

    def _note_blocking(self, user: User, old: str, new: str) -> None:
        places = {
            f"{age}_chat_member": {
                "user": user_json(self.bot),
                "status": status,
                **({"until_date": 0} if status == "kicked" else {}),
            }
            for age, status in (("old", old), ("new", new))
        }
        chat, date = chat_json(self.state.chats[user.id]), unix(self.state.clock())
        update = {"chat": chat, "from": user_json(user), "date": date, **places}
        self.state.updates.put("my_chat_member", update)

    def _owner(self, chat: Chat) -> User:
        owner_ids = (m.user_id for m in chat.members.values() if m.status == "creator")
        return self.state.users[next(owner_ids)]
