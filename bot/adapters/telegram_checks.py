"""What the doctor asks Telegram: is the token good, and what will she see in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.adapters.telegram_settings import TelegramSettings
from bot.findings import Finding

if TYPE_CHECKING:
    from telegram import User


async def check(token: str, base_url: str | None) -> list[Finding]:
    """Ask Telegram about the bot, without disturbing one that is running."""
    try:
        async with Bot(token, TelegramSettings(token, base_url).methods_url) as bot:
            webhook = await bot.get_webhook_info()
            return [*_about(bot.bot), *_webhook(webhook.url)]
    except InvalidToken:
        return [Finding("error", "doctor-telegram-bad-token")]
    except TelegramError as error:
        reason = type(error.__cause__ or error).__name__
        return [Finding("error", "doctor-telegram-unreachable", {"reason": reason})]


def _about(me: User) -> list[Finding]:
    privacy = "off" if me.can_read_all_group_messages else "on"
    groups = Finding("ok", "doctor-telegram-groups")
    no_groups = Finding("warn", "doctor-telegram-no-groups")
    return [
        Finding("ok", "doctor-telegram-login", {"name": f"@{me.username}"}),
        # She can be talked to either way, so neither is wrong; but people wonder about it most.
        Finding("ok" if privacy == "off" else "warn", f"doctor-telegram-privacy-{privacy}"),
        groups if me.can_join_groups else no_groups,
    ]


def _webhook(url: str) -> list[Finding]:
    if not url:
        return []
    # Only the host is shown: the rest of the address often is a secret.
    return [Finding("warn", "doctor-telegram-webhook", {"host": urlsplit(url).hostname or "?"})]
