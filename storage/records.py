"""What the tables hold, as frozen values. Times are aware UTC; ids are the database's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


class InboxState(StrEnum):
    """Where an accepted message stands. Everything but `WAITING` is terminal."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"  # told kindly why there is no answer: too long, too busy, blocked
    SILENCED = "silenced"  # a blocked person who was told already
    EXPIRED = "expired"  # too old when it could be taken up again
    FAILED = "failed"  # answering raised; the person was told


class SanctionKind(StrEnum):
    """What a sanction does."""

    WARNING = "warning"
    BLOCK = "block"


class SanctionEventKind(StrEnum):
    """What happened to a sanction, in the order it may happen."""

    ACTIVATED = "activated"
    NOTICED = "noticed"  # the person was told: until when and why
    EXPIRED = "expired"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Person:
    """One human being, known by one identity per platform."""

    person_id: int
    created_at: datetime
    language: str | None


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A message as it was accepted, before anything was done with it."""

    inbox_id: int
    person_id: int
    platform: str
    message_id: str
    chat_id: str
    text: str
    language: str | None
    sent_at: datetime
    received_at: datetime
    state: InboxState


@dataclass(frozen=True, slots=True)
class Turn:
    """One message and her reply. `expression` is written after the reply is out."""

    turn_id: int
    person_id: int
    inbox_id: int
    text: str
    reply: str
    verdict: dict[str, Any]
    created_at: datetime
    summary: str | None = None
    expression: str | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """Something she remembers of one person, `[key: value]`."""

    memory_id: int
    person_id: int
    key: str
    value: str
    created_at: datetime

    @property
    def text(self) -> str:
        """The form that prompts and encoders see."""
        return f"[{self.key}: {self.value}]"


@dataclass(frozen=True, slots=True)
class SanctionRow:
    """One class of one message. Two classes are two rows, one period after the other."""

    sanction_id: int
    person_id: int
    inbox_id: int
    category: str
    kind: SanctionKind
    step: int  # 1 for the first sanction of this class
    starts_at: datetime
    ends_at: datetime  # equal to starts_at for a warning
    verdict: dict[str, Any]
    rule_version: str
    created_at: datetime
    noticed_at: datetime | None
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewSanction:
    """A sanction that policy decided and that is not written yet."""

    category: str
    kind: SanctionKind
    step: int
    starts_at: datetime
    ends_at: datetime
    rule_version: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A receipt of what `/forget` deleted, table by table."""

    num_memories: int
    num_summaries: int
    num_turns: int
    num_messages: int
