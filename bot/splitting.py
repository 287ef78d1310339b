"""Cuts a long text into messages that a platform takes.

Cuts fall between paragraphs, lines, sentences or words, in this order of preference, as long as
the message is at least half full. White space at a cut, and at both ends of the text, is dropped;
nothing else is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from enum import IntEnum
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from wcwidth import iter_graphemes

from bot.fences import find_fences, too_wide

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from bot.fences import Fences

_SPACE = re.compile(r"\s+")
_SENTENCE_ENDS: Final = frozenset(".!?…~。！？♪")
_CLOSING: Final = "\"'”’)]」』）*_"


class _Level(IntEnum):
    WORD = 0
    SENTENCE = 1
    LINE = 2
    PARAGRAPH = 3


class _Border(NamedTuple):
    end: int  # where the message before it ends
    start: int  # where the message after it starts
    level: _Level


def utf16_length(text: str) -> int:
    """The length as Telegram and Discord count it: characters beyond U+FFFF count twice."""
    return len(text) + sum(char > "\uffff" for char in text)


def split_text(text: str, limit: int, length: Callable[[str], int] = len) -> list[str]:
    """Messages of at most `limit` that hold the whole text; none for a blank one.

    A grapheme is broken only if it is longer than a whole message by itself. Code between ```
    marks is closed at a cut and opened again, with its language, in the next message.

    Args:
        text: What to send.
        limit: The most one message may have, at least 2.
        length: How the platform counts; the length of two texts is the sum of theirs.

    Raises:
        ValueError: The limit is below 2, so that not every character would fit.
    """
    if limit < 2:
        raise ValueError(f"limit must be at least 2, not {limit}")
    return list(_Splitter(text, limit, length).messages())


class _Splitter:
    def __init__(self, text: str, limit: int, length: Callable[[str], int]) -> None:
        self._text = text
        self._limit = limit
        self._length = length
        self._fences = _usable_fences(text, limit, length)
        self._sizes = [0, *accumulate(map(length, text))]
        graphemes = [0, *_grapheme_ends(text)]
        self._start, self._end = _trimmed(text, set(graphemes))
        self._cuts = [at for at in graphemes if self._fences.allow_cut(at)]
        borders = list(_find_borders(text, self._cuts, self._fences))
        self._borders = [[b for b in borders if b.level >= level] for level in _Level]

    def messages(self) -> Iterator[str]:
        start, end = self._start, self._end
        while start < end:
            head = self._fences.opening(start)
            budget = self._limit - self._length(head) - self._fences.closing_length
            if self._sizes[end] - self._sizes[start] <= self._limit - self._length(head):
                yield head + self._text[start:end]
                return
            border = self._best_border(start, budget)
            yield head + self._text[start : border.end] + self._fences.closing(border.end)
            start = border.start

    def _best_border(self, start: int, budget: int) -> _Border:
        farthest = bisect_right(self._sizes, self._sizes[start] + budget) - 1
        half_full = bisect_left(self._sizes, self._sizes[start] + budget / 2)
        for level in reversed(_Level):
            nearest = start + 1 if level is _Level.WORD else max(half_full, start + 1)
            found = _last_within(self._borders[level], nearest, farthest)
            if found is not None:
                return found
        return self._forced(start, farthest)

    def _forced(self, start: int, farthest: int) -> _Border:
        """A cut within a word, or, where even a grapheme does not fit, within that."""
        index = bisect_right(self._cuts, farthest) - 1
        if index >= 0 and self._cuts[index] > start:
            at = self._cuts[index]
        else:
            at = max(farthest, start + 1)
        return _Border(at, at, _Level.WORD)


def _last_within(borders: Sequence[_Border], nearest: int, farthest: int) -> _Border | None:
    index = bisect_right(borders, farthest, key=lambda border: border.end) - 1
    if index < 0 or borders[index].end < nearest:
        return None
    return borders[index]


def _usable_fences(text: str, limit: int, length: Callable[[str], int]) -> Fences:
    fences = find_fences(text)
    # Where the marks would fill half of each message, they are taken for plain text.
    return find_fences("") if too_wide(fences, limit, length) else fences


def _trimmed(text: str, graphemes: Container[int]) -> tuple[int, int]:
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    # A combining mark after a space makes one grapheme with it.
    return start - (start not in graphemes), end + (end not in graphemes)


def _grapheme_ends(text: str) -> Iterator[int]:
    return accumulate(map(len, iter_graphemes(text)))


def _find_borders(text: str, cuts: Sequence[int], fences: Fences) -> Iterator[_Border]:
    allowed = set(cuts)
    for match in _SPACE.finditer(text):
        end, start = match.span()
        start -= start not in allowed
        if start <= end or end not in allowed or start not in allowed:
            continue
        newlines = text.count("\n", end, start)
        level = _level(text, end, newlines)
        if newlines and fences.in_code(start):
            start = text.rindex("\n", end, start) + 1  # keeps the indentation of the next line
        yield _Border(end, start, level)


def _level(text: str, end: int, newlines: int) -> _Level:
    if newlines > 1:
        return _Level.PARAGRAPH
    if newlines == 1:
        return _Level.LINE
    before = text[max(0, end - 4) : end].rstrip(_CLOSING)
    return _Level.SENTENCE if before[-1:] in _SENTENCE_ENDS and before else _Level.WORD
