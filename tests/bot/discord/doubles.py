"""Stand-ins for what the Discord client is given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from engine.engine import Engine
from engine.moderation.log import ModLog
from engine.policy import Policy
from engine.types import StatusReport
from storage.database import Database
from storage.records import Forgotten
from storage.urls import parse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from engine.moderation.log import DueCards
    from engine.types import TurnReport, Utterance
    from engine.via import Via

    Script = Callable[[Utterance, Via], Awaitable[None]]


class FakeEngine(Engine):
    """Notes what it hears, and answers by a script."""

    def __init__(self, clock: Clock) -> None:
        self.database = Database(parse("sqlite:///never-opened.sqlite3"))
        self.policy = Policy()
        self.clock = clock
        self.heard: list[Utterance] = []
        self.reviewed: list[str] = []
        self.forgotten: list[tuple[str, str]] = []
        self.asked: list[tuple[str, str]] = []
        self.script: Script = saying("안녕!")
        self.report = StatusReport(block=None, sanctions=(), memories=())

    async def respond(self, utterance: Utterance, via: Via) -> TurnReport | None:
        self.heard.append(utterance)
        await self.script(utterance, via)
        return None

    async def review(self, utterance: Utterance, edited_at: datetime, via: Via) -> None:
        del edited_at, via
        self.reviewed.append(utterance.text)

    async def status(self, platform: str, account_id: str) -> StatusReport:
        self.asked.append((platform, account_id))
        return self.report

    async def forget(self, platform: str, account_id: str) -> Forgotten:
        self.forgotten.append((platform, account_id))
        return Forgotten(num_memories=3, num_summaries=1, num_turns=5, num_messages=7)


class SilentLog(ModLog):
    """A log of a place that has none."""

    async def due(self, place: str) -> DueCards | None:  # noqa: ARG002 (of no place)
        return None


def saying(text: str) -> Script:
    """A script that types, then says this."""

    async def script(_utterance: Utterance, via: Via) -> None:
        async with via.typing():
            await via.reply(text)

    return script


def raising(error: Exception) -> Script:
    """A script in which answering breaks."""

    async def script(_utterance: Utterance, _via: Via) -> None:
        raise error

    return script


async def silence(_utterance: Utterance, _via: Via) -> None:
    """A script in which she says nothing."""


class MemoryHashes:
    """A hash store that counts how often it was written."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.num_puts = 0

    async def get(self, name: str) -> str | None:
        return self.values.get(name)

    async def put(self, name: str, value: str) -> None:
        self.values[name] = value
        self.num_puts += 1


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, duration: timedelta) -> None:
        self.now += duration
