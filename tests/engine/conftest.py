"""An engine over a real database file and scripted models, with a clock that tests move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.collecting_via import CollectingVia
from engine.engine import Engine
from engine.policy import Policy
from engine.rules import Rules
from engine.types import TurnReport, Utterance
from storage.database import Database
from tests.scripted_models import ScriptedModels

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class Clock:
    """A wall clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # Sunday noon in Seoul

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        """Move it."""
        self.now += timedelta(**delta)


class World:
    """One engine and the people who talk to it."""

    def __init__(self, engine: Engine, models: ScriptedModels, clock: Clock) -> None:
        self.engine = engine
        self.models = models
        self.clock = clock
        self._ids = count(1)

    def utterance(
        self, text: str, person: str = "철수", message_id: str | None = None
    ) -> Utterance:
        """A message typed now."""
        return Utterance(
            platform="terminal",
            message_id=message_id or f"m{next(self._ids)}",
            chat_id=person,
            account_id=person,
            author_name=person,
            text=text,
            sent_at=self.clock(),
        )

    async def say(
        self, text: str, person: str = "철수", message_id: str | None = None
    ) -> tuple[TurnReport | None, CollectingVia]:
        """A whole turn."""
        via = CollectingVia()
        report = await self.engine.respond(self.utterance(text, person, message_id), via)
        return report, via


@pytest.fixture
def models() -> ScriptedModels:
    return ScriptedModels()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'ohlora.sqlite3'}")
    yield database
    assert await database.check_integrity() == []
    await database.close()


@pytest.fixture
async def world(database: Database, models: ScriptedModels, clock: Clock) -> World:
    engine = Engine(
        database,
        models,
        Policy(rules=Rules.load("strict")),
        clock=clock,
        monotonic=lambda: clock.now.timestamp(),
        zone=ZoneInfo("Asia/Seoul"),
    )
    return World(engine, models, clock)
