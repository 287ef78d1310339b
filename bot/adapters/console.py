"""A chat with her in a terminal, or through a pipe."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol
from uuid import uuid4

import structlog

from bot.adapters.console_via import ConsoleVia
from engine.errors import EngineError
from engine.notices import Failed
from engine.types import Utterance
from engine.unicode import valid
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, tzinfo

    from rich.console import Console

    from bot.adapters.console_lines import Lines
    from bot.texts import Texts
    from engine.types import StatusReport, TurnReport
    from engine.via import Via
    from storage.records import Forgotten

PLATFORM: Final = "terminal"
CHAT_ID: Final = "terminal"
_COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "/status": "status",
        "/상태": "status",
        "/forget": "forget",
        "/잊기": "forget",
        "/help": "help",
        "/도움말": "help",
        "/quit": "quit",
        "/exit": "quit",
        "/나가기": "quit",
    }
)
_YES: Final = frozenset({"네", "예", "응", "y", "yes"})

log = structlog.get_logger(__name__)


class Answering(Protocol):
    """What the terminal needs of the engine."""

    async def respond(self, utterance: Utterance, via: Via) -> TurnReport | None:
        """One whole turn."""

    async def status(self, platform: str, account_id: str) -> StatusReport:
        """What stands against a person."""

    async def forget(self, platform: str, account_id: str) -> Forgotten:
        """Delete all that she remembers of a person."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who sits at the terminal, and how they are told things."""

    name: str  # also their account's id
    language: str | None
    zone: tzinfo


class ConsoleChat:
    """Reads a person's lines and answers each before it reads the next."""

    def __init__(
        self,
        engine: Answering,
        texts: Texts,
        person: Person,
        lines: Lines,
        console: Console,
        clock: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._texts = texts
        self._person = person
        self._account_id = valid(person.name)
        self._lines = lines
        self._via = ConsoleVia(console, texts, person.language, person.zone)
        self._clock = clock

    async def run(self) -> None:
        """Talk until the person leaves; she says goodbye whichever way that is."""
        self._via.tell(self._say("console-intro"))
        await self._via.reply(self._say("console-greeting"))
        try:
            while await self._next():
                pass
        except asyncio.CancelledError:  # Ctrl-C while she was thinking
            await self._goodbye()
            raise
        await self._goodbye()

    async def _next(self) -> bool:
        """Whether the person stays."""
        line = await self._lines.read(f"{self._account_id} › ")
        if line is None:
            return False
        text = valid(line)
        words = text.split()
        if not words:
            return True
        if len(words) == 1 and words[0].startswith("/"):
            return await self._guarded_command(words[0])
        await self._chat(text)
        return True

    async def _chat(self, text: str) -> None:
        utterance = Utterance(
            platform=PLATFORM,
            message_id=uuid4().hex,
            chat_id=CHAT_ID,
            account_id=self._account_id,
            author_name=self._account_id,
            text=text,
            sent_at=self._clock(),
            language=self._person.language,
        )
        try:
            await self._engine.respond(utterance, self._via)
        except (EngineError, StorageError):
            log.exception("console_answer_failed", message_id=utterance.message_id)
            await self._via.notice(Failed())

    async def _guarded_command(self, word: str) -> bool:
        try:
            return await self._command(word)
        except (EngineError, StorageError):
            log.exception("console_command_failed", command=word)
            self._via.tell(self._say("command-failed"))
            return True

    async def _command(self, word: str) -> bool:
        match _COMMANDS.get(word.lower()):
            case "status":
                report = await self._engine.status(PLATFORM, self._account_id)
                self._via.tell(self._texts.status(report, self._person.language, self._person.zone))
            case "forget":
                await self._forget()
            case "help":
                self._via.tell(self._say("console-help"))
            case "quit":
                return False
            case _:
                self._via.tell(self._say("console-unknown-command", command=word))
        return True

    async def _forget(self) -> None:
        if self._lines.interactive and not await self._confirmed():
            self._via.tell(self._say("forget-kept"))
            return
        receipt = await self._engine.forget(PLATFORM, self._account_id)
        self._lines.forget()
        self._via.tell(self._texts.forgotten(receipt, self._person.language))

    async def _confirmed(self) -> bool:
        self._via.tell(f"{self._say('forget-confirm')} {self._say('console-forget-question')}")
        answer = await self._lines.read("› ")
        return answer is not None and answer.strip().lower() in _YES

    async def _goodbye(self) -> None:
        await self._via.reply(self._say("console-goodbye"))

    def _say(self, key: str, **values: str) -> str:
        return self._texts.say(key, self._person.language, **values)
