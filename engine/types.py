"""The values that flow through one turn: all frozen, all plain.

`Utterance -> Verdict -> Sanction | prompt -> Completion -> Reply -> what she noted down`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engine.places import place_of

if TYPE_CHECKING:
    from datetime import datetime

    from engine.ethics import Verdict
    from engine.expression import Expression
    from storage.records import InboxMessage, InboxState, Memory, SanctionRow


EDIT_SIGN: Final = "#"
"""Between a message's id and the time of an edit; no platform has it in an id."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message a person typed, with all that the engine may know of its platform."""

    platform: str  # "discord", "telegram", "terminal"
    message_id: str  # unique within the platform
    chat_id: str  # where the reply goes
    account_id: str  # who typed it, unique within the platform
    author_name: str
    text: str
    sent_at: datetime  # aware UTC
    language: str | None = None  # "ko", "en", ... as the platform tells; Korean when unknown
    guild_id: str | None = None  # the server or group it was typed in; None in a private chat

    def edited(self, at: datetime) -> Utterance:
        """This text as an edit made then: a message of its own, by the name of the first one."""
        name = f"{self.message_id}{EDIT_SIGN}{at.timestamp():.0f}"
        return replace(self, message_id=name, sent_at=at)

    @property
    def place(self) -> str:
        """Whose rules it falls under."""
        return place_of(self.platform, self.guild_id)


@dataclass(frozen=True, slots=True)
class Reply:
    """Her words for one message. `text` is empty when nothing usable came of all tries."""

    text: str
    tries: int  # texts generated; 0 where a reply of ours was said at once


@dataclass(frozen=True, slots=True)
class Seconds:
    """Where the time of a turn went, from the moment it was accepted."""

    queue: float  # waiting: for the person's turn, and in the inference queue
    judge: float
    recall: float
    first_text: float
    reply: float  # until the reply was out
    all: float


@dataclass(frozen=True, slots=True)
class TurnReport:
    """All that happened in one turn, for scripts and tests; adapters need none of it."""

    message: InboxMessage
    outcome: InboxState
    verdict: Verdict | None = None
    sanctions: tuple[SanctionRow, ...] = ()
    reply: Reply | None = None
    memory_used: Memory | None = None
    memory_written: Memory | None = None
    summary: str | None = None
    expression: Expression | None = None
    seconds: Seconds | None = None


@dataclass(frozen=True, slots=True)
class ActiveBlock:
    """A person's block that holds now."""

    categories: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What stands against a person, and what she remembers of them."""

    block: ActiveBlock | None
    sanctions: tuple[SanctionRow, ...]  # newest first
    memories: tuple[Memory, ...]
