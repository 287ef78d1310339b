from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.telegram_bot import TelegramBot
from bot.adapters.telegram_settings import TelegramSettings
from bot.moderation import moderation_of
from bot.texts import Texts
from tests.bot.telegram.doubles import Clock, FakeEngine, MemoryHashes
from tests.telegram_server import TelegramServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.telegram_server import Chat, User


@pytest.fixture(autouse=True)
def _future_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    # Otherwise each flood limit makes the library warn of a coming change, and warnings are errors.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def engine(clock: Clock) -> FakeEngine:
    return FakeEngine(clock)


@pytest.fixture
def hashes() -> MemoryHashes:
    return MemoryHashes()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def texts() -> Texts:
    return Texts.load()


@pytest.fixture
def zone() -> ZoneInfo:
    return ZoneInfo("Asia/Seoul")


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock, delivers_mentions=True) as server:
        yield server


@pytest.fixture
def make_bot(
    server: TelegramServer,
    engine: FakeEngine,
    texts: Texts,
    zone: ZoneInfo,
    hashes: MemoryHashes,
) -> Callable[[], TelegramBot]:
    settings = TelegramSettings(
        server.token, server.base_url, typing_every_s=0.02, retry_delays_s=(0.01, 0.01, 0.01)
    )

    def make() -> TelegramBot:
        return TelegramBot(
            settings=settings,
            engine=engine,
            texts=texts,
            zone=zone,
            hashes=hashes,
            moderation=moderation_of(engine, ()),
        )

    return make


@pytest.fixture
async def bot(make_bot: Callable[[], TelegramBot]) -> AsyncIterator[TelegramBot]:
    """Oh-LoRA, online."""
    bot = make_bot()
    await bot.start()
    yield bot
    await bot.stop()


@pytest.fixture
def person(server: TelegramServer) -> User:
    return server.add_user("철수", language_code="ko")


@pytest.fixture
def chat(server: TelegramServer, person: User) -> Chat:
    return server.add_private_chat(person)
