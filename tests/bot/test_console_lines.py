from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.adapters.console_lines import PipeLines, PromptLines
from tests.bot.console_fakes import (
    GOODBYE,
    ScriptedEngine,
    chat_with,
    open_screen,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import Console


@pytest.fixture
def screen() -> Console:
    return open_screen()


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    for descriptor in (reading, writing):
        try:
            os.close(descriptor)
        except OSError:
            continue  # the test closed it


async def test_a_whole_chat_through_a_pipe(screen: Console, pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    os.write(writing, "안녕\r\n/status\n\n마지막".encode())
    os.close(writing)
    engine = ScriptedEngine()
    await chat_with(engine, PipeLines(reading), screen).run()
    assert [u.text for u in engine.heard] == ["안녕", "마지막"]
    assert "· 이름: terminal 민준" in shown(screen)
    assert shown(screen).endswith(f"{GOODBYE}\n")


async def test_bytes_that_are_not_utf8_are_replaced(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    os.write(writing, "안".encode() + b"\xff\n" + "\u2028둘\x85\n".encode())
    lines = PipeLines(reading)
    assert [await lines.read(""), await lines.read("")] == ["안\ufffd", "\u2028둘\x85"]


async def test_a_character_in_two_writes_stays_whole(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    first, second = "로라\n".encode()[:4], "로라\n".encode()[4:]
    waiting = asyncio.create_task(PipeLines(reading).read(""))
    os.write(writing, first)
    await asyncio.sleep(0.02)
    os.write(writing, second)
    assert await waiting == "로라"


async def test_the_loop_runs_while_a_pipe_is_silent(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    waiting = asyncio.create_task(PipeLines(reading).read(""))
    await asyncio.sleep(0.02)
    assert not waiting.done()
    os.write(writing, b"hi\n")
    assert await waiting == "hi"


async def test_a_reader_that_was_cancelled_leaves_no_error(pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    waiting = asyncio.create_task(PipeLines(reading).read(""))
    await asyncio.sleep(0.02)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    os.write(writing, b"late\n")
    await asyncio.sleep(0.02)


async def test_a_long_line_is_read_in_linear_time(tmp_path: Path) -> None:
    file = tmp_path / "lines"
    file.write_bytes(b"x" * 5_000_000 + b"\ny")
    with file.open("rb") as source:
        lines = PipeLines(source.fileno())
        async with asyncio.timeout(10):
            assert len(await lines.read("") or "") == 5_000_000
            assert await lines.read("") == "y"
            assert await lines.read("") is None


# --- a prompt, typed into through a pipe ------------------------------------------------------


@pytest.mark.parametrize("leave", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
async def test_leaving_a_prompt(screen: Console, tmp_path: Path, leave: str) -> None:
    engine = ScriptedEngine()
    with create_pipe_input() as typed:
        typed.send_text(f"안녕\r{leave}")
        lines = PromptLines(tmp_path / "data" / "history", typed, DummyOutput())
        await chat_with(engine, lines, screen).run()
    assert [u.text for u in engine.heard] == ["안녕"]
    assert shown(screen).endswith(f"{GOODBYE}\n")


async def test_the_prompt_remembers_and_forgets_lines(tmp_path: Path) -> None:
    file = tmp_path / "history"
    with create_pipe_input() as typed:
        lines = PromptLines(file, typed, DummyOutput())
        typed.send_text("비밀이야\r")
        assert await lines.read("› ") == "비밀이야"
        assert "비밀이야" in file.read_text(encoding="utf-8")
        typed.send_text("\x1b[A\r")  # arrow up
        assert await lines.read("› ") == "비밀이야"
        lines.forget()
        typed.send_text("\x1b[A새 줄\r")
        assert await lines.read("› ") == "새 줄"
    assert "비밀이야" not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
