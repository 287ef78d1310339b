from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.adapters.console_via import ConsoleVia
from bot.texts import Texts
from engine.notices import Blocked, NoAnswer
from tests.bot.console_fakes import (
    NOW,
    SEOUL,
    open_screen,
    open_terminal,
    shown,
)

if TYPE_CHECKING:
    from rich.console import Console


@pytest.fixture
def screen() -> Console:
    return open_screen()


@pytest.fixture
def terminal() -> Console:
    return open_terminal()


def _via(console: Console) -> ConsoleVia:
    return ConsoleVia(console, Texts.load(), "ko", SEOUL)


async def test_a_long_reply_is_not_wrapped_nor_read_as_markup(screen: Console) -> None:
    text = "[bold]길게[/bold] :smile: " + "가나다 " * 30 + "끝"
    await _via(screen).reply(text)
    assert shown(screen) == f"로라 ✦ {text}\n"


async def test_control_characters_do_not_reach_the_terminal(terminal: Console) -> None:
    await _via(terminal).reply("\x1b[2J지워\x07\udc00줄\n둘")
    text = shown(terminal)
    assert "\x1b[2J" not in text
    assert "\x07" not in text
    assert "\ufffd[2J지워\ufffd\ufffd줄\n둘" in text


async def test_notices_look_different_from_her_words(terminal: Console) -> None:
    via = _via(terminal)
    await via.notice(Blocked((), NOW))
    await via.reply("응")
    notice, reply = shown(terminal).split("로라 ✦")
    assert "2026년 11월 23일 (월) 오후 3시 5분까지" in notice
    assert notice.splitlines()[0].split("🚫")[0] != reply.split("응")[0]


async def test_no_answer(screen: Console) -> None:
    await _via(screen).notice(NoAnswer())
    assert shown(screen) == "(읽씹) 😉\n"


async def test_thinking_is_shown_only_on_a_terminal(screen: Console, terminal: Console) -> None:
    for console in (screen, terminal):
        async with _via(console).typing():
            await asyncio.sleep(0)
    assert "생각 중…" in shown(terminal)
    assert not shown(screen)
