"""The command menus that Telegram shows, by kind of chat and language."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

import structlog
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot

    from bot.command_hashes import CommandHashStore
    from bot.texts import Texts

_PRIVATE: Final = ("status", "appeal", "link", "unlink", "forget", "help", "privacy", "start")
_MENUS: Final[tuple[tuple[BotCommandScope, tuple[str, ...]], ...]] = (
    (BotCommandScopeAllPrivateChats(), _PRIVATE),
    (BotCommandScopeAllGroupChats(), ("chat", "status", "forget", "help", "privacy")),
    (
        BotCommandScopeAllChatAdministrators(),
        ("chat", "mod", "status", "forget", "help", "privacy"),
    ),
)
# Telegram's language "" is for all who have no menu of their own: Korean, as everywhere.
_LANGUAGES: Final = (("", "ko"), ("en", "en"))

_log = structlog.get_logger(__name__)


async def publish_commands(bot: Bot, texts: Texts, hashes: CommandHashStore) -> None:
    """Set the menus that differ from what was set last.

    When that fails, all commands work still, and the next start tries again.
    """
    for scope, names in _MENUS:
        for code, language in _LANGUAGES:
            menu = [(name, texts.say(f"command-{name}-description", language)) for name in names]
            name, wanted = f"telegram:{bot.id}:{scope.type}:{code}", _hash_of(menu)
            if await hashes.get(name) != wanted and await _set(bot, menu, scope, code):
                await hashes.put(name, wanted)


async def _set(
    bot: Bot, menu: Sequence[tuple[str, str]], scope: BotCommandScope, code: str
) -> bool:
    commands = [BotCommand(name, description) for name, description in menu]
    try:
        await bot.set_my_commands(commands, scope, code or None)
    except TelegramError as error:
        _log.warning("telegram_commands_not_set", scope=scope.type, reason=error.message)
        return False
    _log.info("telegram_commands_set", scope=scope.type, language=code)
    return True


def _hash_of(menu: Sequence[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(menu).encode()).hexdigest()
