"""Our own example exchanges: the ones most like a message are put before it.

A model of 270 million parameters cannot learn from some hundred rows how to answer everything. It
can learn to lean on two good examples. Which ones is decided by the encoder, in a role trained on
what we wrote: what asks the same, and what answers what.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAME_KIND_BONUS = 0.03
"""In units of cosine: with a memory at hand, an example that uses one is worth a little more."""


class InputKind(StrEnum):
    """What stands before a message."""

    PLAIN = "plain"
    MEMORY = "memory"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message with all that stood before it, and her reply."""

    kind: InputKind
    message: str
    input_text: str
    reply: str


def as_reply(text: str) -> str:
    """A reply as the encoder is given it: the same words said to her are another thing."""
    return f"로라: {text}"


def kind_of(*, memory: object, summary: object) -> InputKind:
    """The kind of an input; a memory replaces a summary."""
    if memory:
        return InputKind.MEMORY
    return InputKind.SUMMARY if summary else InputKind.PLAIN


def nearest(
    cosines: Sequence[float], exchanges: Sequence[Exchange], kind: InputKind, count: int
) -> list[int]:
    """The indices of the `count` examples to show, the most fitting one last."""
    scores = [
        cosine + (_SAME_KIND_BONUS if exchange.kind is kind else 0.0)
        for cosine, exchange in zip(cosines, exchanges, strict=True)
    ]
    ranked = sorted(range(len(scores)), key=scores.__getitem__)
    return ranked[-count:] if count else []
