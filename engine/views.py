"""The views of a message that are judged.

As it was sent, as it reads, parts of a long one, and a short one after what was said before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from engine.normalising import normalised

_WINDOW_CHARS = 32  # about a short chat line, which is what the judge knows best
_LONG_CHARS = 48  # from here on what somebody adds in front can drown the rest
_SHORT_CHARS = 20  # up to here a message may mean nothing without what went before it


class ViewKind(StrEnum):
    """How a text was looked at."""

    RAW = "raw"
    NORMALISED = "normalised"
    WINDOW = "window"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class View:
    """A text to be judged, and what it is of the message."""

    kind: ViewKind
    text: str


def views(text: str, before: str = "") -> tuple[View, ...]:
    """The message itself first; what has no letter or digit says nothing and is no view.

    Args:
        text: the message.
        before: what the same person said just before, if anything.
    """
    read = normalised(text)
    found = [View(ViewKind.RAW, text)]
    if read != text:
        found.append(View(ViewKind.NORMALISED, read))
    if len(read) > _LONG_CHARS:
        found += [View(ViewKind.WINDOW, part) for part in _windows(read)]
    if before and len(read) <= _SHORT_CHARS:
        found.append(View(ViewKind.CONTEXT, f"{normalised(before)} {read}"))
    if not any(map(str.isalnum, read)):
        return ()
    return tuple(view for view in found if any(map(str.isalnum, view.text)))


def _windows(text: str) -> list[str]:
    """Runs of whole words of about `_WINDOW_CHARS`, each half over the one before, to the end."""
    words = text.split()
    ends = list(accumulate(len(word) + 1 for word in words))  # of each word, a space included
    parts, first = [], 0
    while first < len(words):
        begin = ends[first] - len(words[first]) - 1
        last = first
        while last + 1 < len(words) and ends[last + 1] - begin <= _WINDOW_CHARS:
            last += 1
        parts.append(" ".join(words[first : last + 1]))
        if last + 1 == len(words):
            break
        middle = begin + (ends[last] - begin) // 2
        first = max(first + 1, next(i for i in range(first, last + 2) if ends[i] > middle))
    return parts
