"""What `ohlora doctor` looks at: memory, disk, models, database, and the platforms."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import psutil

from bot.adapters import discord_checks, telegram_checks
from bot.findings import Finding
from engine.errors import ModelError
from engine.inference.prepare import prepare
from engine.inference.profile import Profile
from storage.database import Database
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.config import Settings

NEEDED_MEMORY_BYTES = 3_000_000_000
NEEDED_DISK_BYTES = 1_500_000_000


async def examine(settings: Settings) -> list[Finding]:
    """All findings, in the order in which an operator would mend them."""
    findings = [_memory(), _disk(settings), _models(settings), await _database(settings)]
    if settings.discord_token:
        findings += await discord_checks.check(settings.discord_token.get_secret_value())
    else:
        findings.append(Finding("warn", "connect-discord"))
    if settings.telegram_token:
        findings += await telegram_checks.check(settings.telegram_token.get_secret_value(), None)
    else:
        findings.append(Finding("warn", "connect-telegram"))
    return findings


def _memory() -> Finding:
    available = psutil.virtual_memory().available
    values = {"free": f"{available / 1e9:.1f}", "needed": f"{NEEDED_MEMORY_BYTES / 1e9:.1f}"}
    if available < NEEDED_MEMORY_BYTES:
        return Finding("warn", "doctor-memory-low", values)
    return Finding("ok", "doctor-memory", values)


def _disk(settings: Settings) -> Finding:
    folder = next(p for p in (settings.cache, *settings.cache.parents) if p.exists())
    free = shutil.disk_usage(folder).free
    values = {"free": f"{free / 1e9:.1f}", "needed": f"{NEEDED_DISK_BYTES / 1e9:.1f}"}
    if free < NEEDED_DISK_BYTES:
        return Finding("warn", "doctor-disk-low", values)
    return Finding("ok", "doctor-disk", values)


def _models(settings: Settings) -> Finding:
    try:
        prepare(Profile.load(settings.profile), settings.cache, lambda *_: None)
    except ModelError as error:
        return Finding("error", "doctor-models-broken", {"reason": str(error)})
    return Finding("ok", "doctor-models", {"profile": settings.profile})


async def _database(settings: Settings) -> Finding:
    try:
        database = await Database.open(settings.database_url)
        problems = await database.check_integrity()
        await database.close()
    except StorageError as error:
        return Finding("error", "doctor-database-broken", {"reason": str(error)})
    if problems:
        return Finding("error", "doctor-database-broken", {"reason": problems[0]})
    return Finding("ok", "doctor-database")
