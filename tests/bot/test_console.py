from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.adapters.console import CHAT_ID, PLATFORM
from engine.errors import WorkerStopped
from storage.errors import DatabaseUnavailable
from tests.bot.console_fakes import (
    GOODBYE,
    NOW,
    ScriptedEngine,
    ScriptedLines,
    chat_with,
    echo,
    open_screen,
    shown,
)

if TYPE_CHECKING:
    from rich.console import Console

    from engine.types import Utterance
    from engine.via import Via


@pytest.fixture
def screen() -> Console:
    return open_screen()


async def _talk(engine: ScriptedEngine, console: Console, *lines: str) -> ScriptedLines:
    scripted = ScriptedLines(list(lines))
    await chat_with(engine, scripted, console).run()
    return scripted


async def test_a_line_becomes_an_utterance_and_is_answered(screen: Console) -> None:
    engine = ScriptedEngine()
    await _talk(engine, screen, "안녕", "  ", "나 왔어 / 하이")
    first, second = engine.heard
    assert (first.platform, first.chat_id, first.account_id) == (PLATFORM, CHAT_ID, "민준")
    assert (first.author_name, first.text, first.language) == ("민준", "안녕", "ko")
    assert first.sent_at == NOW
    assert second.text == "나 왔어 / 하이"
    assert "로라 ✦ '안녕'?\n" in shown(screen)


async def test_she_greets_and_says_goodbye(screen: Console) -> None:
    await _talk(ScriptedEngine(), screen)
    lines = shown(screen).splitlines()
    assert lines[1].startswith("로라 ✦ 왔어?")
    assert lines[-1] == GOODBYE


async def test_message_ids_differ_over_restarts(screen: Console) -> None:
    engine = ScriptedEngine()
    for _ in range(3):
        await _talk(engine, screen, "같은 말", "같은 말")
    ids = {utterance.message_id for utterance in engine.heard}
    assert len(ids) == 6
    assert all(len(message_id) == 32 for message_id in ids)


async def test_broken_surrogates_are_replaced(screen: Console) -> None:
    engine = ScriptedEngine()
    await _talk(engine, screen, "안\udcff녕", "👋 \ud83d\ude00")
    assert [u.text for u in engine.heard] == ["안\ufffd녕", "👋 😀"]


async def test_status_help_and_unknown_commands(screen: Console) -> None:
    engine = ScriptedEngine()
    await _talk(engine, screen, "/STATUS", "/상태", "/help", "/nothing")
    text = shown(screen)
    assert text.count("· 이름: terminal 민준") == 2
    assert "/quit 나가기" in text
    assert "모르는 명령이에요: /nothing" in text
    assert not engine.heard


async def test_quit_leaves_at_once(screen: Console) -> None:
    engine = ScriptedEngine()
    lines = await _talk(engine, screen, "/quit", "더 할 말")
    assert lines.lines == ["더 할 말"]
    assert shown(screen).endswith(f"{GOODBYE}\n")


async def test_forget_asks_deletes_and_gives_a_receipt(screen: Console) -> None:
    engine = ScriptedEngine()
    lines = await _talk(engine, screen, "/forget", " 네 ")
    assert engine.forgotten == [(PLATFORM, "민준")]
    assert lines.num_forgets == 1
    assert "기억 4개, 대화 요약 3개, 주고받은 대화 2개, 보내신 메시지 내용 1개" in shown(screen)


@pytest.mark.parametrize("answer", ["아니", "", "/quit"])
async def test_forget_deletes_nothing_without_a_yes(screen: Console, answer: str) -> None:
    engine = ScriptedEngine()
    lines = await _talk(engine, screen, "/forget", answer)
    assert not engine.forgotten
    assert not lines.num_forgets
    assert "아무것도 지우지 않았어요" in shown(screen)


async def test_a_pipe_is_not_asked_back(screen: Console) -> None:
    engine = ScriptedEngine()
    await chat_with(engine, ScriptedLines(["/forget", "안녕"], interactive=False), screen).run()
    assert engine.forgotten
    assert [u.text for u in engine.heard] == ["안녕"]


@pytest.mark.parametrize(
    "error", [WorkerStopped("stopped"), DatabaseUnavailable("sqlite:///x", "locked")]
)
async def test_a_broken_turn_is_told_and_the_chat_goes_on(
    screen: Console, error: Exception
) -> None:
    async def fail_once(utterance: Utterance, via: Via) -> None:
        if utterance.text == "하나":
            raise error
        await echo(utterance, via)

    await _talk(ScriptedEngine(fail_once, broken=error), screen, "하나", "/status", "둘")
    text = shown(screen)
    assert "답을 준비하다가 문제가 생겼어요" in text
    assert "지금은 처리하지 못했어요" in text
    assert "'둘'?" in text


async def test_cancelled_while_she_thinks_she_says_goodbye(screen: Console) -> None:
    thinking = asyncio.Event()

    async def think(_utterance: Utterance, _via: Via) -> None:
        thinking.set()
        await asyncio.Event().wait()

    running = asyncio.create_task(
        chat_with(ScriptedEngine(think), ScriptedLines(["?"]), screen).run()
    )
    await thinking.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert shown(screen).endswith(f"{GOODBYE}\n")


async def test_english_for_english_speakers(screen: Console) -> None:
    await chat_with(ScriptedEngine(), ScriptedLines(["/help"]), screen, "en-US").run()
    assert "Lora ✦ Bye!" in shown(screen)
    assert "로라" not in shown(screen)
