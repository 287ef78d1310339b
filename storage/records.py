"""What the tables hold, as frozen values. Times are aware UTC; ids are the database's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

EVERYWHERE: Final = "everywhere"
"""The scope of a block that holds in every place, on every platform."""

RULES: Final = "rules"
"""The actor of what nobody but the rules decided."""


class InboxState(StrEnum):
    """Where an accepted message stands. Everything but `WAITING` is terminal."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"  # told kindly why there is no answer: too long, too busy, blocked
    SILENCED = "silenced"  # a blocked person who was told already
    EXPIRED = "expired"  # too old when it could be taken up again
    REVIEWED = "reviewed"  # an edit: judged, not answered
    FAILED = "failed"  # answering raised; the person was told


class SanctionKind(StrEnum):
    """What a sanction does."""

    WARNING = "warning"
    BLOCK = "block"


class SanctionEventKind(StrEnum):
    """What happened to a sanction; each thing happens to it at most once."""

    ACTIVATED = "activated"  # in force: at once, or when it was confirmed
    DISMISSED = "dismissed"  # never confirmed: it was wrong
    CAUTIONED = "cautioned"  # told that one more message brings it into force
    NOTICED = "noticed"  # the person was told: until when and why
    EXPIRED = "expired"
    LIFTED = "lifted"  # ended before its time; it still counts as a step
    PARDONED = "pardoned"  # ended, and no step any more


@dataclass(frozen=True, slots=True)
class Person:
    """One human being, known by one identity per platform."""

    person_id: int
    created_at: datetime
    language: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """One account of a person on a platform."""

    platform: str
    account_id: str
    display_name: str


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A message as it was accepted, before anything was done with it."""

    inbox_id: int
    person_id: int
    platform: str
    message_id: str
    chat_id: str
    place: str
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
class SanctionEvent:
    """Something that happened to a sanction."""

    at: datetime
    actor: str | None = None  # the moderator who did it; None for what the rules did
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SanctionRow:
    """One class of one message, or one decision of a moderator; it is one case.

    Two classes are two rows, one period after the other. A sanction that waits for confirmation
    has its planned period in the row; its true one begins when it is activated.
    """

    sanction_id: int
    person_id: int
    inbox_id: int | None  # the message; None for a moderator's own decision
    place: str
    case_number: int  # counted in its place, without gaps
    scope: str  # a place, or `EVERYWHERE`
    actor: str  # the moderator, or `RULES`
    reason: str | None
    is_shadow: bool  # decided and written down, but not in force
    category: str
    kind: SanctionKind
    step: int  # 1 for the first sanction of this class; 0 for a moderator's own
    starts_at: datetime
    ends_at: datetime  # equal to starts_at for a warning
    verdict: dict[str, Any]
    rule_version: str
    created_at: datetime
    events: Mapping[SanctionEventKind, SanctionEvent] = field(default_factory=dict)
    moved_up: timedelta = timedelta(0)  # by the periods before it that were pardoned since

    def when(self, kind: SanctionEventKind) -> datetime | None:
        """When something happened to it; None if it did not."""
        event = self.events.get(kind)
        return event.at if event else None

    @property
    def is_pending(self) -> bool:
        """Whether it waits for its confirmation."""
        decided = (SanctionEventKind.ACTIVATED, SanctionEventKind.DISMISSED)
        return not any(kind in self.events for kind in decided)

    @property
    def is_void(self) -> bool:
        """Whether it counts for nothing: pardoned or dismissed."""
        void = (SanctionEventKind.PARDONED, SanctionEventKind.DISMISSED)
        return any(kind in self.events for kind in void)

    @property
    def is_ended(self) -> bool:
        """Whether somebody ended it before its time."""
        return self.is_void or SanctionEventKind.LIFTED in self.events

    @property
    def begins_at(self) -> datetime:
        """When its period begins.

        As planned, or later by as long as its confirmation took. Of two classes of one message the
        second does not wait for the first if that was pardoned: nobody serves a pardoned period.
        """
        activated_at = self.when(SanctionEventKind.ACTIVATED)
        waited = activated_at - self.created_at if activated_at else timedelta(0)
        return self.starts_at + waited - self.moved_up

    @property
    def until(self) -> datetime:
        """When it is over: its end, or earlier if it was lifted or pardoned."""
        end = self.begins_at + (self.ends_at - self.starts_at)
        early = (SanctionEventKind.LIFTED, SanctionEventKind.PARDONED, SanctionEventKind.DISMISSED)
        return min([end, *(event.at for kind, event in self.events.items() if kind in early)])


@dataclass(frozen=True, slots=True)
class NewSanction:
    """A sanction that policy decided and that is not written yet."""

    category: str
    kind: SanctionKind
    step: int
    starts_at: datetime
    ends_at: datetime
    rule_version: str
    needs_confirmation: bool = False


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What all sanctions of one decision share: where, by whom, on what grounds."""

    person_id: int
    place: str
    scope: str
    actor: str
    verdict: Mapping[str, Any]
    inbox_id: int | None = None
    reason: str | None = None
    excerpt: str = ""
    excerpt_kept: timedelta = timedelta(0)
    is_shadow: bool = False


@dataclass(frozen=True, slots=True)
class Appeal:
    """What a person said against a case; undecided while `decided_at` is None."""

    appeal_id: int
    sanction_id: int
    text: str
    created_at: datetime
    decided_at: datetime | None = None
    is_granted: bool | None = None
    actor: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The message in which moderators see a case."""

    sanction_id: int
    chat_id: str
    message_id: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act of a moderator."""

    at: datetime
    place: str
    actor: str
    action: str
    person_id: int | None = None
    sanction_id: int | None = None
    reason: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A receipt of what `/forget` deleted, table by table."""

    num_memories: int
    num_summaries: int
    num_turns: int
    num_messages: int
