from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest
import simcord
import structlog

from bot.texts import Texts
from tests.bot.discord.world import World, reply_without_ping, world_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.adapters.discord_bot import DiscordBot
    from tests.bot.discord.doubles import Clock, FakeEngine


def test_content_intent_is_requested_only_by_the_flag(make_bot: Callable[..., DiscordBot]) -> None:
    assert make_bot().intents.message_content is False
    assert make_bot(message_content=True).intents.message_content is True
    assert make_bot().intents.members is False


async def test_without_the_intent_replies_are_read_only_if_they_mention_her(
    make_bot: Callable[..., DiscordBot], engine: FakeEngine, clock: Clock
) -> None:
    bot = make_bot()
    async with simcord.run(bot) as env:
        world = world_of(env, bot, engine, clock)
        await world.alice.send_dm("DM이야")
        await world.alice.send(world.channel, f"{world.her} 안녕")
        hers = world.channel.last_message
        assert hers is not None
        await world.alice.send(world.channel, f"{world.her} 또 안녕", reply_to=hers)
        assert [heard.text for heard in engine.heard] == ["DM이야", "안녕", "또 안녕"]


async def test_reply_whose_words_are_kept_from_her_asks_for_a_mention(world: World) -> None:
    await world.alice.send(world.channel, f"{world.her} 안녕")
    hers = world.channel.last_message
    assert hers is not None
    await reply_without_ping(world, world.alice, "또 안녕", hers)

    assert len(world.engine.heard) == 1
    assert world.texts_in(world.channel)[-1] == Texts.load().say("discord-mention-me", "ko")


async def test_refused_intent_is_taken_back_with_one_clear_line(
    make_bot: Callable[..., DiscordBot], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[bool] = []

    async def connect(self: discord.Client, **_options: bool) -> None:
        tried.append(self.intents.message_content)
        if self.intents.message_content:
            raise discord.PrivilegedIntentsRequired(None)

    monkeypatch.setattr(discord.Client, "connect", connect)
    with structlog.testing.capture_logs() as logs:
        await make_bot(message_content=True).connect()

    assert tried == [True, False]
    assert [entry["event"] for entry in logs] == ["discord_message_content_intent_refused"]


async def test_other_refused_intents_are_not_hidden(
    make_bot: Callable[..., DiscordBot], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def connect(*_client: discord.Client, **_options: bool) -> None:
        raise discord.PrivilegedIntentsRequired(None)

    monkeypatch.setattr(discord.Client, "connect", connect)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await make_bot().connect()
