"""What is answered without her."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.adapters.telegram_forget import CONFIRM_WITHIN
from engine.types import StatusReport
from storage.records import Forgotten, Memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from bot.adapters.telegram_bot import TelegramBot
    from bot.texts import Texts
    from tests.bot.telegram.doubles import Clock, FakeEngine
    from tests.telegram_server import Chat, Message, TelegramServer, User

pytestmark = pytest.mark.usefixtures("bot")


@pytest.mark.parametrize(("code", "language"), [("ko", "ko"), ("", "ko"), ("en", "en")])
async def test_start_welcomes_in_the_persons_language(
    server: TelegramServer, texts: Texts, code: str, language: str
) -> None:
    person = server.add_user("Ann", language_code=code)
    chat = server.add_private_chat(person)
    server.say(chat, person, "/start")
    [welcome] = await server.until(lambda: server.sent(chat))
    assert welcome.text == texts.say("welcome", language)


@pytest.mark.parametrize(
    ("command", "key"), [("/help", "help"), ("/privacy", "privacy"), ("/what_is_this", "help")]
)
async def test_questions_about_the_bot(
    server: TelegramServer, texts: Texts, person: User, chat: Chat, command: str, key: str
) -> None:
    server.say(chat, person, command)
    [answer] = await server.until(lambda: server.sent(chat))
    assert answer.text == texts.say(key, "ko")


@pytest.mark.parametrize("command", ["/status", "/start status"])
async def test_status_is_shown_in_private(
    server: TelegramServer,
    engine: FakeEngine,
    texts: Texts,
    zone: ZoneInfo,
    clock: Clock,
    person: User,
    chat: Chat,
    command: str,
) -> None:
    memory = Memory(1, 1, "좋아하는 음식", "마라탕", clock())
    engine.report = StatusReport(block=None, sanctions=(), memories=(memory,))
    server.say(chat, person, command)
    [status] = await server.until(lambda: server.sent(chat))
    assert status.text == texts.status(engine.report, "ko", zone)
    assert "마라탕" in status.text


@pytest.mark.parametrize("command", ["status", "forget"])
async def test_what_is_personal_is_not_shown_in_a_group(
    server: TelegramServer,
    engine: FakeEngine,
    texts: Texts,
    clock: Clock,
    person: User,
    command: str,
) -> None:
    memory = Memory(1, 1, "좋아하는 음식", "마라탕", clock())
    engine.report = StatusReport(block=None, sanctions=(), memories=(memory,))
    group = server.add_group("모임", members=[person])
    server.say(group, person, f"/{command}@ohlora_bot")
    [answer] = await server.until(lambda: server.sent(group))
    assert answer.text == texts.say(f"{command}-in-group", "ko")
    [[button]] = answer.keyboard
    assert button["url"] == f"https://t.me/ohlora_bot?start={command}"
    assert button["text"] == texts.say("open-private-chat", "ko")


async def question_in(server: TelegramServer, chat: Chat, command: str = "/forget") -> Message:
    person = server.state.users[chat.id]
    server.say(chat, person, command)
    [question] = await server.until(lambda: server.sent(chat))
    return question


@pytest.mark.parametrize("command", ["/forget", "/start forget"])
async def test_forget_asks_and_then_shows_a_receipt(
    server: TelegramServer,
    engine: FakeEngine,
    texts: Texts,
    person: User,
    chat: Chat,
    command: str,
) -> None:
    question = await question_in(server, chat, command)
    assert question.text == texts.say("forget-confirm", "ko")
    assert engine.forgotten == []
    assert all(len(data.encode()) <= 64 for data in question.buttons.values())
    press = server.press(question, person, texts.say("forget-yes", "ko"))
    await server.until(lambda: len(server.sent(chat)) == 2)
    assert press.is_answered
    assert question.buttons == {}
    assert server.sent(chat)[1].text == texts.forgotten(Forgotten(3, 1, 5, 7), "ko")
    assert engine.forgotten == [("telegram", str(person.id))]


async def test_second_press_brings_no_second_receipt(
    server: TelegramServer, engine: FakeEngine, texts: Texts, person: User, chat: Chat
) -> None:
    question = await question_in(server, chat)
    presses = [server.press(question, person, texts.say("forget-yes", "ko")) for _ in range(2)]
    await server.until(lambda: all(press.is_answered for press in presses))
    await server.idle()
    assert len(engine.forgotten) == 1
    assert len(server.sent(chat)) == 2


async def test_somebody_else_cannot_confirm(
    server: TelegramServer, engine: FakeEngine, texts: Texts, chat: Chat
) -> None:
    question = await question_in(server, chat)
    stranger = server.add_user("영희", language_code="en")
    press = server.press(question, stranger, texts.say("forget-yes", "ko"))
    await server.until(lambda: press.is_answered)
    await server.idle()
    assert (press.answer, press.is_alert) == (texts.say("forget-not-yours", "en"), True)
    assert engine.forgotten == []
    assert len(question.buttons) == 2


@pytest.mark.parametrize(
    ("later", "label", "key"),
    [
        (timedelta(0), "forget-no", "forget-kept"),
        (CONFIRM_WITHIN, "forget-yes", "forget-expired"),
    ],
)
async def test_nothing_is_forgotten_without_a_timely_yes(
    server: TelegramServer,
    engine: FakeEngine,
    texts: Texts,
    clock: Clock,
    person: User,
    chat: Chat,
    later: timedelta,
    label: str,
    key: str,
) -> None:
    question = await question_in(server, chat)
    clock.advance(later)
    press = server.press(question, person, texts.say(label, "ko"))
    await server.until(lambda: len(server.sent(chat)) == 2)
    assert press.is_answered
    assert server.sent(chat)[1].text == texts.say(key, "ko")
    assert engine.forgotten == []


async def test_button_outlives_a_restart(
    server: TelegramServer,
    bot: TelegramBot,
    make_bot: Callable[[], TelegramBot],
    engine: FakeEngine,
    texts: Texts,
    person: User,
    chat: Chat,
) -> None:
    question = await question_in(server, chat)
    await bot.stop()
    server.press(question, person, texts.say("forget-yes", "ko"))
    again = make_bot()
    await again.start()
    await server.until(lambda: engine.forgotten)
    await again.stop()


async def test_unknown_button_is_answered(
    server: TelegramServer, texts: Texts, person: User, chat: Chat
) -> None:
    question = await question_in(server, chat)
    question.keyboard[0][0]["callback_data"] = "of-an-older-version"
    press = server.press(question, person, texts.say("forget-yes", "ko"))
    await server.until(lambda: press.is_answered)
