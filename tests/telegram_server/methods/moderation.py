"""Bans and restrictions."""

from dataclasses import replace
from datetime import datetime

from tests.telegram_server.calls import Call
from tests.telegram_server.deliveries import change_member
from tests.telegram_server.errors import bad_request
from tests.telegram_server.members import Member, Status, end_of, implied, lifts_all
from tests.telegram_server.methods.access import joined_chat, require_right
from tests.telegram_server.state import Chat, State

_NO_RIGHTS = "not enough rights to restrict/unrestrict chat member"


def ban_chat_member(state: State, call: Call) -> bool:
    """Remove someone; in a supergroup they stay out until the ban ends."""
    chat = _moderated_chat(state, call)
    target = _target(state, chat, call)
    banned = replace(target, status="kicked", until=_until(state, call))
    if chat.type == "group":
        # Basic groups only remove: whoever has a link may come back.
        banned = Member(target.user_id, "left")
    change_member(state, chat, state.bot, banned)
    return True


def unban_chat_member(state: State, call: Call) -> bool:
    """Lift a ban. Without `only_if_banned` this also removes a member who was never banned."""
    chat = _moderated_chat(state, call)
    _require_supergroup(chat, "method is available for supergroup and channel chats only")
    member = chat.member(call.number("user_id"), state.clock())
    if member.status == "kicked" or not call.flag("only_if_banned"):
        target = _target(state, chat, call)
        change_member(state, chat, state.bot, Member(target.user_id, "left"))
    return True


def restrict_chat_member(state: State, call: Call) -> bool:
    """Take permissions from someone, or give all of them back."""
    chat = joined_chat(state, call)
    _require_supergroup(chat, "method is available only for supergroups")
    require_right(state, chat, "can_restrict_members", _NO_RIGHTS)
    target = _target(state, chat, call)
    granted = implied(
        call.mapping("permissions"),
        are_independent=call.flag("use_independent_chat_permissions"),
    )
    change_member(state, chat, state.bot, _restricted(state, call, target, granted))
    return True


def _restricted(state: State, call: Call, target: Member, granted: frozenset[str]) -> Member:
    if lifts_all(granted):
        status: Status = "member" if target.is_in_chat else "left"
        return Member(target.user_id, status)
    return Member(
        target.user_id,
        "restricted",
        permissions=granted,
        until=_until(state, call),
        is_present=target.is_in_chat,
    )


def ban_chat_sender_chat(state: State, call: Call) -> bool:
    """Keep a channel from speaking in a chat. There is no end date: it lasts until lifted."""
    chat = _moderated_chat(state, call)
    _require_supergroup(chat, "method is available for supergroup and channel chats only")
    chat.banned_senders.add(_sender_chat_id(state, call))
    return True


def unban_chat_sender_chat(state: State, call: Call) -> bool:
    """Let a channel speak again."""
    chat = _moderated_chat(state, call)
    _require_supergroup(chat, "method is available for supergroup and channel chats only")
    chat.banned_senders.discard(_sender_chat_id(state, call))
    return True


def _moderated_chat(state: State, call: Call) -> Chat:
    chat = joined_chat(state, call)
    if chat.type == "private":
        raise bad_request("can't ban members in private chats")
    require_right(state, chat, "can_restrict_members", _NO_RIGHTS)
    return chat


def _require_supergroup(chat: Chat, reason: str) -> None:
    if chat.type not in ("supergroup", "channel"):
        raise bad_request(reason)


def _target(state: State, chat: Chat, call: Call) -> Member:
    """The person to act on, unless they are out of the bot's reach."""
    user_id = call.number("user_id")
    if user_id not in state.users:
        raise bad_request("PARTICIPANT_ID_INVALID" if user_id else "invalid user_id specified")
    if user_id == state.bot.id:
        raise bad_request("can't restrict self")
    member = chat.member(user_id, state.clock())
    if member.status == "creator":
        raise bad_request("can't remove chat owner")
    if member.is_admin:
        raise bad_request("user is an administrator of the chat")
    return member


def _sender_chat_id(state: State, call: Call) -> int:
    sender_chat_id = call.number("sender_chat_id")
    if not sender_chat_id:
        raise bad_request("sender_chat_id is empty")
    if sender_chat_id not in state.chats:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return sender_chat_id


def _until(state: State, call: Call) -> datetime | None:
    return end_of(call.number("until_date"), state.clock())
