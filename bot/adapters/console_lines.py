"""Where the terminal's lines come from: a person at a prompt, or a pipe."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from typing import TYPE_CHECKING, Final, Protocol

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory

if TYPE_CHECKING:
    from pathlib import Path

    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

_CHUNK_BYTES: Final = 65536


class Lines(Protocol):
    """What a person types, line by line."""

    @property
    def interactive(self) -> bool:
        """Whether a person sits there who can be asked back."""

    async def read(self, prompt: str) -> str | None:
        """The next line; None when the person leaves or the pipe ends."""

    def forget(self) -> None:
        """Delete the lines that were kept for the arrow keys."""


class PromptLines:
    """A person at a terminal, with the lines of earlier days on the arrow keys."""

    interactive = True

    def __init__(
        self, history_file: Path, source: Input | None = None, target: Output | None = None
    ) -> None:
        self._history_file = history_file
        self._source = source
        self._target = target
        self._session = self._open()

    async def read(self, prompt: str) -> str | None:
        """The next line; None after Ctrl-C or Ctrl-D."""
        try:
            return await self._session.prompt_async(prompt)
        except (KeyboardInterrupt, EOFError):
            return None

    def forget(self) -> None:
        """Delete the history file, and the history in memory."""
        self._history_file.unlink(missing_ok=True)
        self._session = self._open()

    def _open(self) -> PromptSession[str]:
        self._history_file.parent.mkdir(parents=True, exist_ok=True)
        self._history_file.touch(mode=0o600)  # what people tell her is nobody else's business
        return PromptSession(
            history=FileHistory(str(self._history_file)), input=self._source, output=self._target
        )


class PipeLines:
    """Lines from a file descriptor: a pipe, a file, or a test."""

    interactive = False

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._rest = bytearray()
        self._ended = False

    async def read(self, prompt: str) -> str | None:  # noqa: ARG002 (a pipe needs no prompt)
        """The next line, without its line feed; bytes that are not UTF-8 become U+FFFD."""
        searched = 0
        while (end := self._rest.find(b"\n", searched)) < 0 and not self._ended:
            searched = len(self._rest)
            chunk = await _off_the_loop(self._descriptor)
            self._rest += chunk
            self._ended = not chunk
        if not self._rest:
            return None
        size = len(self._rest) if end < 0 else end + 1
        line = bytes(self._rest[:size])
        del self._rest[:size]
        return line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "replace")

    def forget(self) -> None:
        """Nothing is kept."""


def open_lines(history_file: Path) -> Lines:
    """A prompt where standard input and output are a terminal; plain lines otherwise."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return PromptLines(history_file)
    return PipeLines(sys.stdin.fileno())


async def _off_the_loop(descriptor: int) -> bytes:
    """What the descriptor has next; b"" at its end.

    A daemon thread of its own, and no buffered file: a thread of the pool that waits for a line
    would keep the program from ending, and so would the lock of `sys.stdin`.
    """
    loop = asyncio.get_running_loop()
    arrived: asyncio.Future[bytes] = loop.create_future()

    def hand_over(chunk: bytes) -> None:
        if not arrived.done():
            arrived.set_result(chunk)

    def wait() -> None:
        try:
            chunk = os.read(descriptor, _CHUNK_BYTES)
        except OSError:
            chunk = b""  # the other side is gone, which is an end too
        try:
            loop.call_soon_threadsafe(hand_over, chunk)
        except RuntimeError:
            return  # the loop was closed meanwhile; nobody waits for the line

    threading.Thread(target=wait, name="console-lines", daemon=True).start()
    return await arrived
