"""Command menus, by scope and language."""

import re

from tests.telegram_server.calls import Call, Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.state import Chat, CommandScope, State, User

MAX_COMMANDS = 100
MAX_DESCRIPTION_CHARS = 256

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
_SCOPES = _CHAT_SCOPES | {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
}


def set_my_commands(state: State, call: Call) -> bool:
    """Set the menu of one scope and language."""
    commands = call.items("commands")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _NAME.fullmatch(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= MAX_DESCRIPTION_CHARS:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[_key(state, call)] = commands
    return True


def get_my_commands(state: State, call: Call) -> list[Json]:
    """The menu of exactly that scope and language; nothing is inherited."""
    return state.commands.get(_key(state, call), [])


def delete_my_commands(state: State, call: Call) -> bool:
    """Forget the menu of one scope and language: wider ones show through again."""
    state.commands.pop(_key(state, call), None)
    return True


def shown_commands(state: State, chat: Chat, user: User) -> list[Json]:
    """The menu that a person sees, which is the first one set from the narrowest scope on."""
    for scope in _scopes_for(state, chat, user):
        for language in dict.fromkeys((user.language_code, "")):
            if commands := state.commands.get((scope, language)):
                return commands
    return []


def _scopes_for(state: State, chat: Chat, user: User) -> list[CommandScope]:
    here: CommandScope = ("chat", chat.id, 0)
    everywhere: CommandScope = ("default", 0, 0)
    if chat.type == "private":
        return [here, ("all_private_chats", 0, 0), everywhere]
    is_admin = chat.member(user.id, state.clock()).is_admin
    return [
        ("chat_member", chat.id, user.id),
        *([("chat_administrators", chat.id, 0)] if is_admin else []),
        here,
        *([("all_chat_administrators", 0, 0)] if is_admin else []),
        ("all_group_chats", 0, 0),
        everywhere,
    ]


def _key(state: State, call: Call) -> tuple[CommandScope, str]:
    scope, language = call.mapping("scope"), call.text("language_code")
    kind = scope.get("type", "default")
    if kind not in _SCOPES:
        raise bad_request("unsupported type specified")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    chat_id = int(scope.get("chat_id", 0))
    if kind in _CHAT_SCOPES and chat_id not in state.chats:
        raise bad_request("chat not found")
    return (kind, chat_id, int(scope.get("user_id", 0))), language
