from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import simcord
import simcord.interactions

from bot.adapters.discord_bot import DiscordBot
from bot.moderation import moderation_of
from bot.texts import Texts
from tests.bot.discord.doubles import Clock, FakeEngine, MemoryHashes, SilentLog
from tests.bot.discord.world import World, world_of

if TYPE_CHECKING:
    from collections.abc import Callable


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
def make_bot(engine: FakeEngine, hashes: MemoryHashes) -> Callable[..., DiscordBot]:
    def make(**options: bool) -> DiscordBot:
        return DiscordBot(
            engine=engine,
            texts=Texts.load(),
            zone=ZoneInfo("Asia/Seoul"),
            hashes=hashes,
            moderation=replace(moderation_of(engine, ()), log=SilentLog(engine)),
            **options,
        )

    return make


@pytest.fixture
def simcord_bot(make_bot: Callable[..., DiscordBot]) -> DiscordBot:
    return make_bot()


@pytest.fixture
def world(
    simcord_env: simcord.Env, simcord_bot: DiscordBot, engine: FakeEngine, clock: Clock
) -> World:
    return world_of(simcord_env, simcord_bot, engine, clock)


@pytest.fixture
def korean_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's Discord client is set to Korean; simcord knows only English ones."""
    english = simcord.interactions.base_payload

    def korean(*args: Any, **kwargs: Any) -> Any:
        record, payload = english(*args, **kwargs)
        return record, {**payload, "locale": "ko"}

    monkeypatch.setattr(simcord.interactions, "base_payload", korean)
