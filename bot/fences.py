"""Code between ``` marks: where it is, and how a message that ends within it is closed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MARK = re.compile(r"`{3,}")
_LANGUAGE = re.compile(r"[\w+#.-]{0,20}\n")


class _Fence(NamedTuple):
    opens: int  # where the opening mark begins
    opened: int  # just after the opening mark and its language
    closes: int  # where the closing mark, or the line break before it, begins
    closed: int  # just after the closing mark
    mark: str
    language: str


class Fences:
    """All pairs of marks in one text, in order."""

    def __init__(self, fences: list[_Fence]) -> None:
        self._fences = fences
        self._starts = [fence.opens for fence in fences]
        self.closing_length = max((1 + len(fence.mark) for fence in fences), default=0)

    @property
    def widest(self) -> str:
        """The longest opening and closing that any message may get."""
        heads = (_head(fence) for fence in self._fences)
        return max(heads, key=len, default="") + "`" * self.closing_length

    def in_code(self, at: int) -> bool:
        """Whether the place lies between an opening mark and its closing one."""
        return self._around(at) is not None

    def allow_cut(self, at: int) -> bool:
        """Whether no mark is broken here, nor a block left without any code."""
        index = bisect_left(self._starts, at) - 1
        if index < 0:
            return True
        fence = self._fences[index]
        return at >= fence.closed or fence.opened < at < fence.closes

    def opening(self, start: int) -> str:
        """What a message that starts here begins with."""
        fence = self._around(start)
        return _head(fence) if fence else ""

    def closing(self, end: int) -> str:
        """What a message that ends here ends with."""
        fence = self._around(end)
        return f"\n{fence.mark}" if fence else ""

    def _around(self, at: int) -> _Fence | None:
        index = bisect_right(self._starts, at) - 1
        if index < 0 or not self._fences[index].opened <= at < self._fences[index].closed:
            return None
        return self._fences[index]


def find_fences(text: str) -> Fences:
    """The pairs of marks; one that is never closed is plain text."""
    return Fences(list(_pairs(text)))


def too_wide(fences: Fences, limit: int, length: Callable[[str], int]) -> bool:
    """Whether closing and opening again would take more than half of a message."""
    return 2 * length(fences.widest) > limit


def _pairs(text: str) -> Iterator[_Fence]:
    marks = _MARK.finditer(text)
    for opening, closing in zip(marks, marks, strict=False):
        named = _LANGUAGE.match(text, opening.end())
        opened = named.end() if named else opening.end()
        before = closing.start() - 1
        closes = before if before > opened and text[before] == "\n" else closing.start()
        yield _Fence(
            opens=opening.start(),
            opened=opened,
            closes=closes,
            closed=closing.end(),
            mark=opening.group(),
            language=named.group().strip() if named else "",
        )


def _head(fence: _Fence) -> str:
    return f"{fence.mark}{fence.language}\n"
