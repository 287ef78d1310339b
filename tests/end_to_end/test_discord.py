"""Whole turns on a simulated Discord: discord.py, the engine, the database and the models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import simcord
from discord.utils import utcnow

from bot.adapters.discord_bot import DiscordBot
from bot.moderation import moderation_of
from bot.stored_hashes import StoredHashes
from engine.ethics import Category, Thresholds
from engine.notices import Blocked
from engine.policy import Policy
from engine.rules import Rules
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
from tests.end_to_end.sayings import HATE, SURE

if TYPE_CHECKING:
    from bot.texts import Texts
    from engine.engine import Engine
    from engine.inference.request import GenerationRequest
    from storage.database import Database
    from tests.end_to_end.conftest import MakeEngine

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]
SETTLE_TIMEOUT_S = 500.0  # real models on slow cores


@dataclass(frozen=True, slots=True)
class Server:
    """A Discord server with one channel, and her."""

    env: simcord.Env
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    her: str  # the mention of her

    def add(self, name: str) -> simcord.MemberActor:
        """Somebody comes in."""
        return self.guild.add_member(self.env.create_user(name))

    def sent(self) -> list[dict[str, Any]]:
        """The payloads of her messages, in order."""
        return [
            request.json
            for request in self.env.http_requests
            if request.method == "POST"
            and request.path.endswith("/messages")
            and request.json is not None
        ]

    def posts(self) -> list[str]:
        """The last parts of what she posted: typing, messages."""
        posts = [r.path.rpartition("/")[2] for r in self.env.http_requests if r.method == "POST"]
        return [post for post in posts if post in ("typing", "messages")]


def bot_for(engine: Engine, texts: Texts) -> DiscordBot:
    """discord.py's time is simcord's own, and she has to go by it."""
    hashes = StoredHashes(engine.database)
    return DiscordBot(
        engine=engine,
        texts=texts,
        zone=SEOUL,
        hashes=hashes,
        moderation=moderation_of(engine, ()),
    )


def server_in(env: simcord.Env, bot: DiscordBot) -> Server:
    guild = env.create_guild("서버", preferred_locale="ko")
    assert bot.user is not None
    return Server(env, guild, guild.create_text_channel("잡담"), f"<@{bot.user.id}>")


async def test_mention_is_answered_in_korean_while_she_is_seen_typing(
    make_engine: MakeEngine, texts: Texts
) -> None:
    bot = bot_for(make_engine(clock=utcnow), texts)
    async with simcord.run(bot, settle_timeout=SETTLE_TIMEOUT_S) as env:
        server = server_in(env, bot)
        message = await server.add("alice").send(server.channel, f"{server.her} 안녕? 뭐 해?")
    (reply,) = server.sent()
    assert is_korean(reply["content"])
    assert reply["message_reference"]["message_id"] == message.id
    assert server.posts()[0] == "typing"


async def test_block_is_told_once_then_she_is_silent_until_it_ends(
    make_engine: MakeEngine, texts: Texts
) -> None:
    engine = make_engine(Policy(Rules.load("strict"), Thresholds(hate=SURE)), clock=utcnow)
    bot = bot_for(engine, texts)
    async with simcord.run(bot, settle_timeout=SETTLE_TIMEOUT_S) as env:
        server = server_in(env, bot)
        alice, bob = server.add("alice"), server.add("bob")
        await alice.send(server.channel, f"{server.her} {HATE}")
        reply, notice = (sent["content"] for sent in server.sent())
        assert is_korean(reply)
        status = await engine.status("discord", str(alice.id))
        assert status.block is not None
        assert Category.HATE in status.block.categories
        blocked = Blocked(status.block.categories, status.block.until)
        assert notice == texts.notice_on_platform(blocked, "ko", SEOUL)

        num_posts = len(server.posts())
        await alice.send(server.channel, f"{server.her} 안녕?")
        await alice.send_dm("안녕?")
        assert len(server.posts()) == num_posts
        await bob.send(server.channel, f"{server.her} 안녕?")
        assert len(server.sent()) == 3

        await env.advance_time((status.block.until - env.now()).total_seconds())
        await alice.send(server.channel, f"{server.her} 안녕?")
        assert len(server.sent()) == 4


async def test_long_reply_is_split_over_messages(
    make_engine: MakeEngine, texts: Texts, database: Database
) -> None:
    engine = make_engine(clock=utcnow)
    engine.speaker = LongSpeaker(engine.models, engine.policy.max_tries)
    bot = bot_for(engine, texts)
    async with simcord.run(bot, settle_timeout=SETTLE_TIMEOUT_S) as env:
        server = server_in(env, bot)
        await server.add("alice").send(server.channel, f"{server.her} 이야기해 줘")
    pieces = [sent["content"] for sent in server.sent()]
    assert len(pieces) > 1
    assert all(len(piece) <= 2000 for piece in pieces)
    assert " ".join(pieces).split() == (await turn_of(database, 1)).reply.split()


async def test_twenty_people_at_once_get_each_their_own_answer(
    make_engine: MakeEngine,
    texts: Texts,
    database: Database,
    requests: list[GenerationRequest],
) -> None:
    bot = bot_for(make_engine(PATIENT, clock=utcnow), texts)
    async with simcord.run(bot, settle_timeout=SETTLE_TIMEOUT_S) as env:
        server = server_in(env, bot)
        people = {str(server.add(f"user{i}").id): name for i, name in enumerate(NAMES)}
        ids = await remember_names(database, "discord", people)
        asked = {}
        for account_id in people:
            message = env.backend.create_message(
                server.channel.id, int(account_id), f"{server.her} {QUESTION}"
            )
            asked[message.id] = account_id
        await env.settle()

    answered = {asked[int(s["message_reference"]["message_id"])]: s for s in server.sent()}
    assert len(server.sent()) == len(answered) == len(NAMES)
    for account_id, sent in answered.items():
        assert (await turn_of(database, ids[account_id])).reply == sent["content"]
    assert_own_replies((people[account_id], s["content"]) for account_id, s in answered.items())
    assert_own_prompts(requests, {ids[account_id]: name for account_id, name in people.items()})
