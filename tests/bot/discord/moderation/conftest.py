from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import discord
import pytest
import simcord

from bot.adapters.discord_bot import DiscordBot
from bot.moderation import moderation_of
from bot.texts import Texts
from engine.engine import Engine
from engine.policy import Policy
from storage.database import Database
from tests.bot.discord.doubles import Clock, MemoryHashes
from tests.bot.discord.moderation.server import Server
from tests.scripted_models import ScriptedModels, normal_scores

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

SEOUL = ZoneInfo("Asia/Seoul")
OWNER_OF_THE_BOT = "discord:1"
MODERATE = discord.Permissions(moderate_members=True)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'ohlora.sqlite3'}")
    yield database
    assert await database.check_integrity() == []
    await database.close()


@pytest.fixture
def mod_engine(database: Database, clock: Clock) -> Engine:
    models = ScriptedModels(
        verdicts={
            "사랑해": normal_scores(love=0.99),
            "패드립": normal_scores(paedrip=0.99),
            "혐오": normal_scores(hate=0.97),
        }
    )
    return Engine(
        database,
        models,
        Policy(sanction_within=timedelta(days=9999)),  # simcord's messages have a clock of its own
        clock=clock,
        monotonic=lambda: clock.now.timestamp(),
        zone=SEOUL,
    )


@pytest.fixture
def make_bot(mod_engine: Engine) -> Callable[..., DiscordBot]:
    def make() -> DiscordBot:
        return DiscordBot(
            engine=mod_engine,
            texts=Texts.load(),
            zone=SEOUL,
            hashes=MemoryHashes(),
            moderation=moderation_of(mod_engine, [OWNER_OF_THE_BOT]),
        )

    return make


@pytest.fixture
def simcord_bot(make_bot: Callable[..., DiscordBot]) -> DiscordBot:
    return make_bot()


@pytest.fixture
def server(
    simcord_env: simcord.Env, simcord_bot: DiscordBot, mod_engine: Engine, clock: Clock
) -> Server:
    owner = simcord_env.create_user("owner")
    guild = simcord_env.create_guild("서버", owner=owner)
    role = guild.create_role("운영진", permissions=MODERATE)
    assert simcord_bot.user is not None
    return Server(
        env=simcord_env,
        bot=simcord_bot,
        engine=mod_engine,
        clock=clock,
        guild=guild,
        channel=guild.create_text_channel("잡담"),
        owner=simcord.MemberActor(simcord_env, guild, owner),
        moderator=guild.add_member(
            simcord_env.create_user("mod", global_name="운영자"), roles=[role]
        ),
        alice=guild.add_member(simcord_env.create_user("alice", global_name="앨리스")),
        bob=guild.add_member(simcord_env.create_user("bob", global_name="밥")),
        her=f"<@{simcord_bot.user.id}>",
    )
