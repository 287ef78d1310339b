"""What of all that happens reaches the bot: privacy mode, and news of who comes and goes."""

from tests.telegram_server.members import Member
from tests.telegram_server.state import Chat, Message, State, User
from tests.telegram_server.text import entity_text
from tests.telegram_server.wire import chat_json, member_json, message_json, unix, user_json


def deliver(state: State, message: Message) -> Message:
    """Put a message into its chat and tell the bot, if it may know."""
    state.post(message)
    if may_read(state, message):
        state.updates.put("message", message_json(message))
    return message


def deliver_edit(state: State, message: Message) -> None:
    """Tell the bot of an edit, if it may know."""
    if may_read(state, message):
        state.updates.put("edited_message", message_json(message))


def may_read(state: State, message: Message) -> bool:
    """Whether the bot gets to see a person's message."""
    if message.chat.type == "private":
        return True
    place = message.chat.member(state.bot.id, state.clock())
    if not place.is_in_chat:
        return False
    sees_all = place.is_admin or not state.privacy_mode
    return sees_all or bool(message.service) or _is_meant_for_bot(state, message)


def _is_meant_for_bot(state: State, message: Message) -> bool:
    if message.reply_to and message.reply_to.sender is state.bot:
        return True
    name = f"@{state.bot.username}".lower()
    for entity in message.entities:
        covered = entity_text(message.text, entity).lower()
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            return "@" not in covered or covered.endswith(name)
        if entity["type"] == "mention" and state.delivers_mentions and covered == name:
            return True
    return False


def change_member(state: State, chat: Chat, by: User, new: Member) -> None:
    """Give someone another place in a chat, and tell the bot.

    News of others comes only to bots that are administrators; news of itself always comes.
    """
    now = state.clock()
    old = chat.member(new.user_id, now)
    chat.members[new.user_id] = new
    is_self = new.user_id == state.bot.id
    if old == new or not (is_self or chat.member(state.bot.id, now).is_admin):
        return
    state.updates.put(
        "my_chat_member" if is_self else "chat_member",
        {
            "chat": chat_json(chat),
            "from": user_json(by),
            "date": unix(now),
            "old_chat_member": member_json(state, old),
            "new_chat_member": member_json(state, new),
        },
    )
