"""Somebody at a terminal, and an engine that answers as a test says."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.adapters.console import ConsoleChat, Person
from bot.texts import Texts
from engine.types import StatusReport
from storage.records import Forgotten, Memory

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.adapters.console_lines import Lines
    from engine.types import TurnReport, Utterance
    from engine.via import Via

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
GOODBYE = "로라 ✦ 잘 가! 다음에 또 얘기하자 👋"


async def echo(utterance: Utterance, via: Via) -> None:
    async with via.typing():
        await asyncio.sleep(0)
    await via.reply(f"'{utterance.text}'?")


@dataclass
class ScriptedEngine:
    """Answers as the test says, and keeps what it was asked."""

    answer: Callable[[Utterance, Via], Awaitable[None]] = echo
    heard: list[Utterance] = field(default_factory=list)
    forgotten: list[tuple[str, str]] = field(default_factory=list)
    broken: Exception | None = None

    async def respond(self, utterance: Utterance, via: Via) -> TurnReport | None:
        self.heard.append(utterance)
        await self.answer(utterance, via)
        return None

    async def status(self, platform: str, account_id: str) -> StatusReport:
        if self.broken:
            raise self.broken
        return StatusReport(None, (), (Memory(1, 1, "이름", f"{platform} {account_id}", NOW),))

    async def forget(self, platform: str, account_id: str) -> Forgotten:
        self.forgotten.append((platform, account_id))
        return Forgotten(4, 3, 2, 1)


@dataclass
class ScriptedLines:
    """Somebody at a terminal who types these lines and leaves."""

    lines: list[str]
    interactive: bool = True
    num_forgets: int = 0

    async def read(self, prompt: str) -> str | None:
        assert prompt
        return self.lines.pop(0) if self.lines else None

    def forget(self) -> None:
        self.num_forgets += 1


def open_screen() -> Console:
    """A narrow output that is no terminal."""
    return Console(file=io.StringIO(), width=20)


def open_terminal() -> Console:
    """An output that takes itself for a terminal."""
    return Console(file=io.StringIO(), force_terminal=True, _environ={"TERM": "xterm"})


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def chat_with(
    engine: ScriptedEngine, lines: Lines, console: Console, language: str | None = "ko"
) -> ConsoleChat:
    person = Person("민준", language, SEOUL)
    return ConsoleChat(engine, Texts.load(), person, lines, console, lambda: NOW)
