"""Updates: none is confirmed too early, none stops the others, and what breaks is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from telegram import Bot

from bot.adapters import telegram_polling
from engine.errors import DeliveryFailed
from engine.notices import Failed
from tests import telegram_server as tg

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.texts import Texts
    from engine.types import StatusReport, Utterance
    from engine.via import Via
    from storage.records import Forgotten
    from tests.bot.telegram.doubles import FakeEngine
    from tests.telegram_server import Chat, TelegramServer, User

pytestmark = pytest.mark.usefixtures("bot")


async def test_update_is_confirmed_only_when_the_engine_has_it(
    server: TelegramServer,
    engine: FakeEngine,
    person: User,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telegram_polling, "MAX_HOLD_S", 60.0)
    num_pending: list[int] = []
    thought = asyncio.Event()

    async def write_down_slowly(_utterance: Utterance, via: Via) -> None:
        # Long enough for the next poll, if one were on its way.
        async with Bot(server.token, server.base_url + "/bot") as rival:
            await rival.get_me()
        num_pending.append(len(server.state.updates.pending))
        async with via.typing():
            await thought.wait()

    engine.script = write_down_slowly
    server.say(chat, person, "적어 둬")
    await server.until(lambda: num_pending)
    assert num_pending == [1]
    await server.until(lambda: not server.state.updates.pending)
    thought.set()


async def test_engine_that_hangs_over_one_message_does_not_hold_up_others(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    other = server.add_user("영희")
    others_chat, rescue = server.add_private_chat(other), asyncio.Event()

    async def hang(utterance: Utterance, via: Via) -> None:
        if utterance.author_name == "철수":
            await rescue.wait()
        await via.reply("응")

    engine.script = hang
    server.say(chat, person, "안녕")
    await server.until(lambda: engine.heard)
    server.say(others_chat, other, "나도 안녕")
    await server.until(lambda: server.sent(others_chat))
    assert server.sent(chat) == []
    rescue.set()
    await server.until(lambda: server.sent(chat))


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("message", {}),
        ("message", {"message_id": 1, "date": "yesterday", "chat": {"id": 1, "type": "private"}}),
        ("callback_query", {"id": "1"}),
    ],
)
async def test_unreadable_update_does_not_stop_the_others(
    server: TelegramServer,
    engine: FakeEngine,
    person: User,
    chat: Chat,
    kind: str,
    payload: dict[str, Any],
) -> None:
    server.state.updates.put(kind, payload)
    server.say(chat, person, "들려?")
    server.state.updates.put(kind, payload)
    await server.until(lambda: server.sent(chat))
    await server.idle()
    assert len(engine.heard) == 1
    assert server.state.updates.pending == []


async def test_error_is_logged_without_the_words_and_told(
    server: TelegramServer,
    engine: FakeEngine,
    texts: Texts,
    zone: ZoneInfo,
    person: User,
    chat: Chat,
) -> None:
    async def break_down(utterance: Utterance, via: Via) -> None:
        if utterance.text == "비밀이야":
            raise RuntimeError("boom")
        await via.reply("응")

    engine.script = break_down
    with structlog.testing.capture_logs() as entries:
        asked = server.say(chat, person, "비밀이야")
        [told] = await server.until(lambda: server.sent(chat))
    assert (told.text, told.reply_to) == (texts.notice(Failed(), "ko", zone), asked)
    assert [entry["event"] for entry in entries] == ["telegram_update_failed"]
    assert "비밀" not in str(entries)
    server.say(chat, person, "이제는?")
    await server.until(lambda: len(server.sent(chat)) == 2)


async def test_refused_delivery_is_not_answered_with_another_message(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    async def refused(_utterance: Utterance, _via: Via) -> None:
        raise DeliveryFailed("telegram", "Forbidden: bot was blocked by the user")

    engine.script = refused
    server.say(chat, person, "안녕")
    await server.until(lambda: engine.errors)
    await server.idle()
    assert server.calls_of("sendMessage") == []


async def test_failure_that_cannot_be_told_stops_nothing(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    async def break_down_once(_utterance: Utterance, via: Via) -> None:
        if len(engine.heard) == 1:
            raise RuntimeError("boom")
        await via.reply("응")

    engine.script = break_down_once
    server.fail_next("sendMessage", tg.Forbidden("bot was blocked by the user"))
    server.say(chat, person, "하나")
    await server.until(lambda: server.calls_of("sendMessage"))
    server.say(chat, person, "둘")
    [reply] = await server.until(lambda: server.sent(chat))
    assert reply.text == "응"


async def test_command_and_button_that_break_are_told(
    server: TelegramServer,
    engine: FakeEngine,
    texts: Texts,
    person: User,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def no_status(_platform: str, _account_id: str) -> StatusReport:
        raise RuntimeError("boom")

    async def no_forgetting(_platform: str, _account_id: str) -> Forgotten:
        raise RuntimeError("boom")

    monkeypatch.setattr(engine, "status", no_status)
    monkeypatch.setattr(engine, "forget", no_forgetting)
    server.say(chat, person, "/status")
    [told] = await server.until(lambda: server.sent(chat))
    assert told.text == texts.say("command-failed", "ko")
    server.say(chat, person, "/forget")
    await server.until(lambda: len(server.sent(chat)) == 2)
    question = server.sent(chat)[1]
    press = server.press(question, person, texts.say("forget-yes", "ko"))
    await server.until(lambda: len(server.sent(chat)) == 3)
    assert press.is_answered
    assert server.sent(chat)[2].text == texts.say("command-failed", "ko")


async def test_polling_survives_faults(server: TelegramServer, person: User, chat: Chat) -> None:
    await server.idle()
    server.fail_next("getUpdates", tg.ServerError(502))
    server.fail_next("getUpdates", tg.Dropped())
    server.state.updates.end_poll()
    server.say(chat, person, "들려?")
    assert await server.until(lambda: server.sent(chat), timeout_s=10.0)
