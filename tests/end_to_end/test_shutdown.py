"""SIGTERM while she is answering: she stops in time, and what is not answered yet waits."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import pytest

from bot.adapters import telegram_settings
from bot.app import now_utc
from bot.config import Settings
from bot.running import run_platforms
from storage import inbox
from storage.database import Database
from tests.end_to_end.processes import PATIENCE_S, set_environment, until
from tests.telegram_server import TelegramServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from engine.inference.service import Inference
    from tests.telegram_server import Chat

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]
MAX_STOP_S = 25.0
NUM_PEOPLE = 8


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TelegramServer]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the library warns of a coming change
    async with TelegramServer(now_utc) as server:
        monkeypatch.setattr(telegram_settings, "_TELEGRAM_URL", server.base_url)
        yield server


@pytest.fixture
def settings(
    server: TelegramServer, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    set_environment(monkeypatch, tmp_path, database_url)
    monkeypatch.setenv("TELEGRAM_TOKEN", server.token)
    monkeypatch.chdir(tmp_path)  # no `.env` of the tester's
    return Settings.read()


@pytest.fixture
def lent(inference: Inference, monkeypatch: pytest.MonkeyPatch) -> Inference:
    """The models of the whole test run, which may not be stopped with her."""

    async def stay() -> None:
        pass

    monkeypatch.setattr(inference, "stop", stay)
    return inference


async def stopped(running: asyncio.Task[None]) -> None:
    """Send the signal that a service manager sends, and see her go in time."""
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(MAX_STOP_S):
        await running


async def waiting_chats(database: Database) -> set[str]:
    async with database.read() as connection:
        return {message.chat_id for message in await inbox.unsettled(connection)}


async def test_sigterm_stops_in_time_and_loses_nothing(
    server: TelegramServer, settings: Settings, lent: Inference
) -> None:
    people = [server.add_user(f"user{i}", language_code="ko") for i in range(NUM_PEOPLE)]
    chats = {str(p.id): server.add_private_chat(p) for p in people}
    database = await Database.open(settings.database_url)
    running = asyncio.create_task(run_platforms(settings, lent))
    await server.until(lambda: server.calls_of("getUpdates"), PATIENCE_S)
    for person in people:
        server.say(chats[str(person.id)], person, "안녕? 오늘 뭐 해?")

    async def all_wait() -> bool:
        return len(await waiting_chats(database)) == NUM_PEOPLE

    await until(all_wait)
    await stopped(running)
    waiting = await waiting_chats(database)
    answered = {chat_id for chat_id, chat in chats.items() if server.sent(chat)}
    assert answered | waiting == set(chats)
    assert await database.check_integrity() == []

    await run_until_all_are_answered(server, settings, lent, [*chats.values()])
    assert await waiting_chats(database) == set()
    await database.close()


async def run_until_all_are_answered(
    server: TelegramServer, settings: Settings, lent: Inference, chats: list[Chat]
) -> None:
    """She starts again and takes up what she left."""
    running = asyncio.create_task(run_platforms(settings, lent))
    await server.until(lambda: all(map(server.sent, chats)), PATIENCE_S)
    await stopped(running)
