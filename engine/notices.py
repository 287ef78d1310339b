"""What the system tells a person beside her words; the bot puts it into their language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Warned:
    """A first sanction that blocks nothing yet."""

    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cautioned:
    """A first block that waits: for one more message of this kind, or for a moderator."""

    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A block, told once: why, and until when."""

    categories: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class TooLong:
    """The message is longer than she reads; her friend 혜나 likes long ones."""

    num_tokens: int
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Busy:
    """Too many people are waiting; the message was not taken."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """She read it, and nothing usable came to her mind."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Something broke while she was answering."""


@dataclass(frozen=True, slots=True)
class MissedWhileAway:
    """Messages came while she was down and are too old to be answered now."""

    num_messages: int


Notice = Warned | Cautioned | Blocked | TooLong | Busy | NoAnswer | Failed | MissedWhileAway
