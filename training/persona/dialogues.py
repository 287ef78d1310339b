"""Whole chats with the real engine, database and all: what a stranger would read on a server."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tqdm.asyncio import tqdm

from bot.ask import ask
from engine.engine import Engine
from engine.policy import Policy
from storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.models import Models

_MAX_AT_ONCE = 4
_BEGIN = datetime(2026, 11, 18, 6, 0, tzinfo=UTC)  # a Wednesday afternoon in Seoul
_REPLY_TIMEOUT_S = 600.0  # all chats share the machine
_BETWEEN_CHATS = timedelta(hours=7)  # so that weekdays and times of day vary


@dataclass(frozen=True, slots=True)
class Line:
    """One message and what came of it."""

    message: str
    reply: str
    outcome: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One person's chat."""

    started_at: datetime  # aware, Seoul
    lines: tuple[Line, ...]


async def converse(models: Models, chats: Sequence[Sequence[str]]) -> list[Dialogue]:
    """Every chat by a person of its own, each at another time of the week."""
    places = asyncio.Semaphore(_MAX_AT_ONCE)

    async def one(number: int, messages: Sequence[str], url: str) -> Dialogue:
        async with places:
            return await _chat(models, url, number, messages)

    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{Path(folder) / f'{number}.sqlite3'}" for number in range(len(chats))]
        return await tqdm.gather(*map(one, count(), chats, urls), desc="dialogues")


async def _chat(models: Models, url: str, number: int, messages: Sequence[str]) -> Dialogue:
    began = _BEGIN + number * _BETWEEN_CHATS
    database = await Database.open(url)
    try:
        engine = Engine(
            database,
            models,
            Policy.of(models.profile, reply_timeout_s=_REPLY_TIMEOUT_S),
            clock=lambda: began,
            monotonic=asyncio.get_running_loop().time,
            zone=ZoneInfo("Asia/Seoul"),
        )
        lines = tuple(
            [
                Line(turn["text"], turn["reply"], turn["outcome"], tuple(turn["notice"]))
                async for turn in ask(engine, f"person-{number}", messages)
            ]
        )
        await engine.drain(60)
    finally:
        await database.close()
    return Dialogue(began.astimezone(ZoneInfo("Asia/Seoul")), lines)
