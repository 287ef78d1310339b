"""Whole turns over HTTP: python-telegram-bot, the engine, the database and the models."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.adapters.telegram_bot import TelegramBot
from bot.adapters.telegram_settings import TelegramSettings
from bot.app import now_utc
from bot.moderation import moderation_of
from bot.stored_hashes import StoredHashes
from engine.ethics import Category, Thresholds
from engine.notices import Blocked
from engine.policy import Policy
from engine.rules import Rules
from storage import inbox
from tests.end_to_end.long_speaker import LongSpeaker
from tests.end_to_end.people import (
    NAMES,
    PATIENT,
    QUESTION,
    SEOUL,
    assert_own_prompts,
    assert_own_replies,
    is_korean,
    remember_names,
    turn_of,
)
from tests.end_to_end.processes import PATIENCE_S, until
from tests.end_to_end.sayings import HATE, SURE
from tests.telegram_server import TelegramServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from bot.texts import Texts
    from engine.engine import Engine
    from engine.inference.request import GenerationRequest
    from storage.database import Database
    from tests.end_to_end.conftest import MakeEngine

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]
MAX_TEXT_UNITS = 4096


class Clock:
    """The real time, and whatever a test skips."""

    def __init__(self) -> None:
        self.skipped = timedelta(0)

    def __call__(self) -> datetime:
        return now_utc() + self.skipped


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TelegramServer]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the library warns of a coming change
    async with TelegramServer(clock) as server:
        yield server


@asynccontextmanager
async def online(
    server: TelegramServer, engine: Engine, texts: Texts
) -> AsyncIterator[TelegramBot]:
    """Her, listening."""
    bot = TelegramBot(
        settings=TelegramSettings(server.token, server.base_url),
        engine=engine,
        texts=texts,
        zone=SEOUL,
        hashes=StoredHashes(engine.database),
        moderation=moderation_of(engine, ()),
    )
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


async def until_settled(database: Database) -> None:
    """Wait until no message waits for anything."""

    async def look() -> bool:
        async with database.read() as connection:
            return not await inbox.unsettled(connection)

    await until(look)


async def test_message_is_answered_in_korean_while_she_is_seen_typing(
    server: TelegramServer, make_engine: MakeEngine, texts: Texts
) -> None:
    person = server.add_user("철수", language_code="ko")
    chat = server.add_private_chat(person)
    async with online(server, make_engine(), texts):
        asked = server.say(chat, person, "안녕? 뭐 해?")
        [reply] = await server.until(lambda: server.sent(chat), PATIENCE_S)
    assert is_korean(reply.text)
    assert reply.reply_to is asked
    methods = [c.method for c in server.calls if c.method in ("sendChatAction", "sendMessage")]
    assert methods[0] == "sendChatAction"


async def test_block_is_told_once_then_she_is_silent_until_it_ends(
    server: TelegramServer,
    make_engine: MakeEngine,
    texts: Texts,
    database: Database,
    clock: Clock,
) -> None:
    engine = make_engine(Policy(Rules.load("strict"), Thresholds(hate=SURE)), clock)
    person = server.add_user("철수", language_code="ko")
    chat = server.add_private_chat(person)
    async with online(server, engine, texts):
        server.say(chat, person, HATE)
        await server.until(lambda: len(server.sent(chat)) == 2, PATIENCE_S)
        await until_settled(database)
        reply, notice = (message.text for message in server.sent(chat))
        assert is_korean(reply)
        block = (await engine.status("telegram", str(person.id))).block
        assert block is not None
        assert Category.HATE in block.categories
        blocked = Blocked(block.categories, block.until)
        assert notice == texts.notice_on_platform(blocked, "ko", SEOUL)

        num_calls = len(server.calls_of("sendChatAction"))
        server.say(chat, person, "안녕?")
        await server.idle(PATIENCE_S)
        await until_settled(database)
        await server.idle(PATIENCE_S)
        assert len(server.sent(chat)) == 2
        assert len(server.calls_of("sendChatAction")) == num_calls

        clock.skipped = block.until - now_utc()
        server.say(chat, person, "안녕?")
        await server.until(lambda: len(server.sent(chat)) == 3, PATIENCE_S)


async def test_long_reply_is_split_over_messages(
    server: TelegramServer, make_engine: MakeEngine, texts: Texts, database: Database
) -> None:
    engine = make_engine()
    engine.speaker = LongSpeaker(engine.models, engine.policy.max_tries)
    person = server.add_user("철수", language_code="ko")
    chat = server.add_private_chat(person)
    async with online(server, engine, texts):
        asked = server.say(chat, person, "이야기해 줘")
        await server.until(lambda: len(server.sent(chat)) > 1, PATIENCE_S)
        await until_settled(database)
    pieces = server.sent(chat)
    assert all(len(piece.text.encode("utf-16-le")) // 2 <= MAX_TEXT_UNITS for piece in pieces)
    said = " ".join(piece.text for piece in pieces)
    assert said.split() == (await turn_of(database, 1)).reply.split()
    assert [piece.reply_to for piece in pieces] == [asked] + [None] * (len(pieces) - 1)


async def test_twenty_people_at_once_get_each_their_own_answer(
    server: TelegramServer,
    make_engine: MakeEngine,
    texts: Texts,
    database: Database,
    requests: list[GenerationRequest],
) -> None:
    people = [server.add_user(f"user{i}", language_code="ko") for i in range(len(NAMES))]
    chats = [server.add_private_chat(person) for person in people]
    names = {str(person.id): name for person, name in zip(people, NAMES, strict=True)}
    ids = await remember_names(database, "telegram", names)
    async with online(server, make_engine(PATIENT), texts):
        asked = [server.say(c, p, QUESTION) for c, p in zip(chats, people, strict=True)]
        await server.until(lambda: all(map(server.sent, chats)), PATIENCE_S)
    replies = []
    for chat, question in zip(chats, asked, strict=True):
        [reply] = server.sent(chat)
        assert reply.reply_to is question
        assert (await turn_of(database, ids[str(chat.id)])).reply == reply.text
        replies.append((names[str(chat.id)], reply.text))
    assert_own_replies(replies)
    assert_own_prompts(requests, {ids[account_id]: name for account_id, name in names.items()})
