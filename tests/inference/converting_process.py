"""A process that converts a small fake model: to be killed, or to come second.

Its `convert` notes itself in a file, writes half a model, says so, and waits for a line.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engine.inference.prepare import ensure_converted

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
WEIGHTS = b"0123456789" * 10


class WaitingConverter:
    """Stops in the middle until it is told to go on."""

    PACKAGE = "fake"
    CONVERTED_BYTES = len(WEIGHTS)

    def __init__(self, conversions: Path) -> None:
        self._conversions = conversions

    def convert(self, folder: Path, report: Callable[[str, int, int], None]) -> None:
        """Write the model, with a pause."""
        with self._conversions.open("a", encoding="utf-8") as file:
            file.write("once\n")
        half = len(WEIGHTS) // 2
        with (folder / "model.bin").open("wb") as file:
            file.write(WEIGHTS[:half])
            file.flush()
            say("half")
            sys.stdin.readline()
            file.write(WEIGHTS[half:])
        report("convert", 1, 1)


def say(line: str) -> None:
    """Tell the test."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    say("started")
    ensure_converted(WaitingConverter(Path(sys.argv[2])), target, lambda *_: None)
    say("done")
