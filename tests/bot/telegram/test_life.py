"""Going online, offline, and on where the last life ended."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.adapters.telegram_bot import TelegramBot
from bot.adapters.telegram_settings import TelegramSettings
from bot.moderation import moderation_of
from bot.platform_errors import PlatformUnreachable, TokenRejected
from storage.records import InboxMessage, InboxState

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from bot.texts import Texts
    from engine.types import Utterance
    from engine.via import Via
    from tests.bot.telegram.doubles import Clock, FakeEngine, MemoryHashes
    from tests.telegram_server import Chat, TelegramServer, User


def noted(utterance: Utterance, clock: Clock) -> InboxMessage:
    """The inbox row of what was heard."""
    return InboxMessage(
        inbox_id=1,
        person_id=1,
        platform=utterance.platform,
        message_id=utterance.message_id,
        chat_id=utterance.chat_id,
        place=utterance.place,
        text=utterance.text,
        language=utterance.language,
        sent_at=utterance.sent_at,
        received_at=clock(),
        state=InboxState.WAITING,
    )


async def test_reply_finds_its_way_after_a_restart(
    server: TelegramServer,
    bot: TelegramBot,
    make_bot: Callable[[], TelegramBot],
    engine: FakeEngine,
    clock: Clock,
    person: User,
) -> None:
    async def say_nothing(_utterance: Utterance, _via: Via) -> None:
        pass

    engine.script = say_nothing
    group = server.add_group("모임", members=[person])
    asked = server.say(group, person, "/chat 안녕")
    [heard] = await server.until(lambda: engine.heard)
    await bot.stop()
    again = make_bot()
    await again.start()
    via = await again.via_to(noted(heard, clock))
    assert via is not None
    async with via.typing():
        await via.reply("늦었지, 안녕!")
    await again.stop()
    [reply] = server.sent(group)
    assert (reply.text, reply.reply_to) == ("늦었지, 안녕!", asked)


async def test_no_way_back_to_what_is_not_telegrams(
    bot: TelegramBot,
    server: TelegramServer,
    engine: FakeEngine,
    clock: Clock,
    person: User,
    chat: Chat,
) -> None:
    server.say(chat, person, "안녕")
    [heard] = await server.until(lambda: engine.heard)
    ours = noted(heard, clock)
    assert await bot.via_to(ours) is not None
    assert await bot.via_to(replace(ours, platform="discord")) is None
    assert await bot.via_to(replace(ours, message_id="1234")) is None


async def test_what_was_said_meanwhile_is_answered_later(
    server: TelegramServer, make_bot: Callable[[], TelegramBot], person: User, chat: Chat
) -> None:
    server.say(chat, person, "자니?")
    bot = make_bot()
    await bot.start()
    await server.until(lambda: server.sent(chat))
    await bot.stop()
    assert server.state.updates.pending == []
    await bot.start()
    server.say(chat, person, "또 자니?")
    await server.until(lambda: len(server.sent(chat)) == 2)
    await bot.stop()


async def test_stop_waits_for_the_reply_under_way_and_takes_nothing_new(
    server: TelegramServer,
    make_bot: Callable[[], TelegramBot],
    engine: FakeEngine,
    person: User,
    chat: Chat,
) -> None:
    thought = asyncio.Event()

    async def think(_utterance: Utterance, via: Via) -> None:
        async with via.typing():
            await thought.wait()
            await via.reply("잘 자!")

    engine.script = think
    bot = make_bot()
    await bot.start()
    server.say(chat, person, "잘 자")
    await server.until(lambda: engine.heard and server.calls_of("sendChatAction"))
    stopping = asyncio.create_task(bot.stop())
    # The poll that only confirms what came is the last one.
    await server.until(lambda: server.calls_of("getUpdates")[-1].number("timeout") == 0)
    server.say(chat, person, "아직 있어?")
    assert not stopping.done()
    thought.set()
    await stopping
    assert [reply.text for reply in server.sent(chat)] == ["잘 자!"]
    assert len(engine.heard) == 1
    assert len(server.state.updates.pending) == 1


async def test_stop_cancels_what_takes_too_long(
    server: TelegramServer,
    make_bot: Callable[[], TelegramBot],
    engine: FakeEngine,
    person: User,
    chat: Chat,
) -> None:
    cancelled = asyncio.Event()

    async def hang(_utterance: Utterance, via: Via) -> None:
        try:
            async with via.typing():
                await asyncio.Event().wait()
        finally:
            cancelled.set()

    engine.script = hang
    bot = make_bot()
    await bot.start()
    server.say(chat, person, "안녕")
    await server.until(lambda: engine.heard)
    await bot.stop(timeout_s=0.01)
    assert cancelled.is_set()
    assert server.sent(chat) == []


async def test_stop_without_start_is_harmless(make_bot: Callable[[], TelegramBot]) -> None:
    bot = make_bot()
    await bot.stop()
    await bot.stop()


@pytest.fixture
def make_with(
    engine: FakeEngine, texts: Texts, zone: ZoneInfo, hashes: MemoryHashes
) -> Callable[[TelegramSettings], TelegramBot]:
    def make(settings: TelegramSettings) -> TelegramBot:
        return TelegramBot(
            settings=settings,
            engine=engine,
            texts=texts,
            zone=zone,
            hashes=hashes,
            moderation=moderation_of(engine, ()),
        )

    return make


async def test_wrong_token_is_named_as_such_but_not_shown(
    server: TelegramServer, make_with: Callable[[TelegramSettings], TelegramBot]
) -> None:
    settings = TelegramSettings("1:wrong-secret", server.base_url)
    assert "wrong-secret" not in repr(settings)
    with pytest.raises(TokenRejected) as caught:
        await make_with(settings).start()
    assert "wrong-secret" not in str(caught.value)
    assert caught.value.__context__ is None


async def test_unreachable_telegram_is_named_as_such(
    make_with: Callable[[TelegramSettings], TelegramBot],
) -> None:
    nobody_listens = "http://127.0.0.1:9"
    with pytest.raises(PlatformUnreachable):
        await make_with(TelegramSettings("1:secret", nobody_listens)).start()
