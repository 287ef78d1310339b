"""How every command of `ohlora` prints a result and gives up."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


def print_json(value: Mapping[str, object], *, indent: int | None = None) -> None:
    """One object on the standard output, in one line unless it is indented."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()


def give_up(reason: object) -> NoReturn:
    """Say why on the standard error, and end with status 1."""
    Console(stderr=True).print("[red]✘[/]", Text(str(reason)))
    raise typer.Exit(1)
