"""How her words and the system's notices look on a terminal."""

from __future__ import annotations

import io
import re
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from engine.unicode import valid

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import tzinfo

    from bot.texts import Texts
    from engine.notices import Notice

# What moves the cursor or recolours a terminal has no place in a message.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MARK: Final = "✦"


class ConsoleVia:
    """Prints to one terminal, in one person's language."""

    def __init__(self, console: Console, texts: Texts, language: str | None, zone: tzinfo) -> None:
        self._console = console
        self._texts = texts
        self._language = language
        self._zone = zone

    def accepted(self) -> None:
        """Nobody delivers a line twice."""

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """A hint that she is thinking, where somebody is looking."""
        if not self._console.is_terminal:
            yield
            return
        with self._console.status(Text(self._texts.say("console-thinking", self._language))):
            yield

    async def reply(self, text: str) -> None:
        """Her words, after her name."""
        name = self._texts.say("console-name", self._language)
        self._print(Text.assemble((f"{name} {_MARK}", "bold magenta"), f" {_printable(text)}"))

    async def notice(self, notice: Notice) -> None:
        """A notice, in another style than her words."""
        self.tell(self._texts.notice(notice, self._language, self._zone))

    def tell(self, text: str) -> None:
        """Words of the system."""
        self._print(Text(_printable(text), style="italic yellow"))

    def _print(self, text: Text) -> None:
        # The terminal wraps by itself; line breaks of ours would end up in files and the clipboard.
        self._console.print(text, soft_wrap=True)


def open_console() -> Console:
    """Standard output, which prints "?" for what its encoding lacks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return Console(highlight=False, markup=False, emoji=False)


def _printable(text: str) -> str:
    return _CONTROLS.sub("\ufffd", valid(text))
