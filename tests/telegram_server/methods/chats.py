"""What the bot may learn about itself, a chat and its members."""

from tests.telegram_server.calls import Call, Json
from tests.telegram_server.deliveries import change_member
from tests.telegram_server.errors import bad_request
from tests.telegram_server.members import PERMISSIONS, Member
from tests.telegram_server.methods.access import joined_chat, known_chat
from tests.telegram_server.state import State
from tests.telegram_server.wire import chat_json, member_json, user_json


def get_me(state: State, _call: Call) -> Json:
    """The bot itself, and whether privacy mode is off."""
    return user_json(state.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not state.privacy_mode,
        "supports_inline_queries": False,
    }


def get_chat(state: State, call: Call) -> Json:
    """A `ChatFullInfo`."""
    chat = known_chat(state, call)
    info = chat_json(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.type != "private":
        info["permissions"] = dict.fromkeys(sorted(PERMISSIONS), True)
    return info


def get_chat_member(state: State, call: Call) -> Json:
    """Someone's place in a chat, also when they are not in it."""
    chat = joined_chat(state, call)
    if call.number("user_id") not in state.users:
        raise bad_request("member not found")
    return member_json(state, chat.member(call.number("user_id"), state.clock()))


def get_chat_administrators(state: State, call: Call) -> list[Json]:
    """The owner and the administrators; of bots only the one that asks."""
    chat = joined_chat(state, call)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(state, member)
        for member in chat.members.values()
        if member.is_admin
        and (member.user_id == state.bot.id or not state.users[member.user_id].is_bot)
    ]


def get_chat_member_count(state: State, call: Call) -> int:
    """How many are in a chat, the bot among them."""
    chat, now = joined_chat(state, call), state.clock()
    return sum(chat.member(user_id, now).is_in_chat for user_id in chat.members)


def leave_chat(state: State, call: Call) -> bool:
    """Go."""
    chat = joined_chat(state, call)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    change_member(state, chat, state.bot, Member(state.bot.id, "left"))
    return True
