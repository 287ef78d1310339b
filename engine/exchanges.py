"""Our own exchanges: those most like a message stand before it, and some can be said again.

A model of 270 million parameters cannot learn from some thousand rows how to answer everything. It
can lean on two good examples, and where somebody asks what was asked before, a reply that we wrote
is a candidate beside those it generates. The encoder decides what is alike and what answers what,
by a LoRA that was trained on these exchanges where the profile has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from heapq import nlargest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAME_KIND_BONUS = 0.1
"""In units of cosine: with a memory at hand, an example that uses one is worth a little more."""

_LIKENESS_PER_FIT = 1.5
"""Among our own replies, what the likeness of the messages is worth beside the fit of the reply.

Against what is generated it counts otherwise: engine/ranking.py; both figures in docs/LOG.md.
"""


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
    stands_alone: bool = False
    """Whether the reply answers the message whatever stands before it, at any time."""


@dataclass(frozen=True, slots=True)
class WrittenReply:
    """A reply of ours that may be said as it is."""

    text: str
    likeness: float  # cosine of the message with the one that it was written for
    fit: float  # cosine of the input with the reply


@dataclass(frozen=True, slots=True)
class Alike:
    """What our exchanges offer for a message."""

    examples: Sequence[Exchange] = ()  # to show before it, the most fitting one last
    replies: Sequence[WrittenReply] = ()  # to choose from beside what is generated


def as_reply(text: str) -> str:
    """A reply as the encoder is given it: the same words said to her are another thing."""
    return f"로라: {text}"


def nearest_replies(
    likenesses: Sequence[float], fits: Sequence[float], exchanges: Sequence[Exchange], count: int
) -> list[WrittenReply]:
    """At most `count` replies that stand alone, the best first: alike messages, fitting replies.

    Args:
        likenesses: cosines of the message with that of each exchange.
        fits: cosines of the input with the reply of each exchange.
        exchanges: all of ours.
        count: how many.
    """
    able = [i for i, exchange in enumerate(exchanges) if exchange.stands_alone]
    found = nlargest(count, able, key=lambda i: _LIKENESS_PER_FIT * likenesses[i] + fits[i])
    return [WrittenReply(exchanges[i].reply, likenesses[i], fits[i]) for i in found]


def nearest(
    cosines: Sequence[float], exchanges: Sequence[Exchange], kind: InputKind, count: int
) -> list[int]:
    """The indices of the `count` examples to show, the most fitting one last."""
    scores = [
        cosine + (_SAME_KIND_BONUS if exchange.kind is kind else 0.0)
        for cosine, exchange in zip(cosines, exchanges, strict=True)
    ]
    return nlargest(count, range(len(scores)), key=scores.__getitem__)[::-1]
