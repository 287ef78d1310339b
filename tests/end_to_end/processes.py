"""Runs the command itself, `python -m bot`, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.config import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_S = 500.0  # only what is broken takes this long
_LOOK_AGAIN_S = 0.01

Result = TypeVar("Result")


def set_environment(monkeypatch: pytest.MonkeyPatch, home: Path, database_url: str) -> None:
    """Keep a process away from the tester's own tokens and data."""
    for name in ("DISCORD_TOKEN", "TELEGRAM_TOKEN"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"OHLORA_{name}", raising=False)
    monkeypatch.setenv("OHLORA_CACHE", str(Settings.read().cache))
    monkeypatch.setenv("OHLORA_DATABASE_URL", database_url)
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


async def start(folder: Path, *arguments: str | bytes) -> Process:
    """Start the command in a folder without a `.env`."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )


async def output_of(folder: Path, *arguments: str | bytes, stdin: bytes = b"") -> str:
    """Run the command to its end, which has to be a good one; what it printed."""
    process = await start(folder, *arguments)
    async with asyncio.timeout(PATIENCE_S):
        printed, errors = await process.communicate(stdin)
    assert process.returncode == 0, errors.decode(errors="replace")
    return printed.decode()


async def json_of(
    folder: Path, *arguments: str | bytes, stdin: bytes = b""
) -> list[dict[str, Any]]:
    """The same, one JSON object a line."""
    printed = await output_of(folder, *arguments, stdin=stdin)
    return [json.loads(line) for line in printed.split("\n")[:-1]]


async def until(look: Callable[[], Awaitable[Result]], process: Process | None = None) -> Result:
    """What `look` finds, as soon as it finds something; the process must be running meanwhile."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if found := await look():
                return found
            if process is not None and process.returncode is not None:
                _, errors = await process.communicate()
                raise AssertionError(f"it ended too early: {errors.decode(errors='replace')}")
            await asyncio.sleep(_LOOK_AGAIN_S)
