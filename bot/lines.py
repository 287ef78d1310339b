"""Texts for scripts: from arguments, a file or standard input, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.unicode import valid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO


def read_texts(texts: Sequence[str], file: Path | None, stdin: BinaryIO) -> Iterator[str]:
    """The texts in order. Only a line feed ends a line; bytes that are not UTF-8 become U+FFFD.

    Raises:
        OSError: the file cannot be read.
    """
    if texts:
        yield from map(valid, texts)
    elif file is not None and str(file) != "-":
        with file.open("rb") as source:
            yield from _lines(source)
    else:
        yield from _lines(stdin)


def _lines(source: BinaryIO) -> Iterator[str]:
    for line in source:
        yield valid(line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "replace"))
