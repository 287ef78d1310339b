"""Which chats a call may touch."""

from tests.telegram_server.calls import Call
from tests.telegram_server.errors import ApiError, bad_request, forbidden
from tests.telegram_server.state import Chat, State


def known_chat(state: State, call: Call) -> Chat:
    """The chat that a call names, whatever the bot's place in it."""
    if call.text("chat_id") == "":
        raise bad_request("chat_id is empty")
    chat = state.chats.get(call.number("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def joined_chat(state: State, call: Call) -> Chat:
    """The chat that a call names, which the bot must be in."""
    chat = known_chat(state, call)
    if chat.migrated_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.migrated_to,
        )
    place = chat.member(state.bot.id, state.clock())
    if place.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not place.is_in_chat:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def writable_chat(state: State, call: Call) -> Chat:
    """The chat that a call names, which the bot must be able to write to."""
    user = state.users.get(call.number("chat_id"))
    if user is not None and user.id not in state.chats:
        raise forbidden("bot can't initiate conversation with a user")
    if user is not None and user.has_blocked_bot:
        raise forbidden("bot was blocked by the user")
    chat = joined_chat(state, call)
    if not chat.member(state.bot.id, state.clock()).can("can_send_messages"):
        raise bad_request("not enough rights to send text messages to the chat")
    return chat


def require_right(state: State, chat: Chat, right: str, reason: str) -> None:
    """Refuse unless the bot is an administrator with that right."""
    if not chat.member(state.bot.id, state.clock()).may(right):
        raise bad_request(reason)
