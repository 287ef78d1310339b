from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import simcord

from engine.types import ActiveBlock, StatusReport
from tests.bot.discord.world import World, reply_without_ping, world_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from bot.adapters.discord_bot import DiscordBot
    from tests.bot.discord.doubles import Clock, FakeEngine


async def test_mention_is_heard_without_the_mention(world: World) -> None:
    message = await world.alice.send(world.channel, f"{world.her} 오늘 뭐 해?")

    (heard,) = world.engine.heard
    assert heard.text == "오늘 뭐 해?"
    assert heard.platform == "discord"
    assert heard.message_id == str(message.id)
    assert heard.chat_id == str(world.channel.id)
    assert heard.account_id == str(world.alice.id)
    assert heard.author_name == "앨리스"
    assert heard.sent_at == message.created_at
    assert world.texts_in(world.channel) == ["안녕!"]


async def test_what_is_said_to_others_is_not_heard(world: World) -> None:
    await world.alice.send(world.channel, "다들 안녕")
    await world.alice.send(world.channel, f"{world.bob.mention} 안녕")

    assert world.engine.heard == []


async def test_reply_to_her_words_is_heard(
    make_bot: Callable[..., DiscordBot], engine: FakeEngine, clock: Clock
) -> None:
    bot = make_bot(message_content=True)
    async with simcord.run(bot) as env:
        world = world_of(env, bot, engine, clock)
        await world.alice.send(world.channel, f"{world.her} 안녕")
        hers = world.channel.last_message
        assert hers is not None
        await world.bob.send(world.channel, "나도 안녕", reply_to=hers)
        await reply_without_ping(world, world.bob, "나도!", hers)

    assert [heard.text for heard in engine.heard] == ["안녕", "나도 안녕", "나도!"]


async def test_reply_to_another_person_is_not_heard(world: World) -> None:
    message = await world.alice.send(world.channel, "다들 안녕")
    await world.bob.send(world.channel, "응 안녕", reply_to=message)

    assert world.engine.heard == []


async def test_dm_is_heard_without_a_mention(world: World) -> None:
    await world.alice.send_dm("둘이 얘기하자")

    assert [heard.text for heard in world.engine.heard] == ["둘이 얘기하자"]
    assert world.engine.heard[0].chat_id == str(world.alice.user.dm_channel.id)
    assert world.texts_in(world.alice.user.dm_channel) == ["안녕!"]


async def test_mention_of_the_role_discord_made_for_her_is_heard(
    make_bot: Callable[..., DiscordBot],
    engine: FakeEngine,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bot = make_bot(message_content=True)
    async with simcord.run(bot) as env:
        world = world_of(env, bot, engine, clock)
        role = world.alice.guild.create_role("오로라")
        made_for_her = property(lambda guild: guild.get_role(role.id))
        monkeypatch.setattr(discord.Guild, "self_role", made_for_her)
        await world.alice.send(world.channel, f"{role.mention} 안녕")

    assert [heard.text for heard in engine.heard] == ["안녕"]


async def test_bots_webhooks_and_herself_are_ignored(world: World) -> None:
    robot = world.alice.guild.add_member(world.env.create_user("robot", bot=True))
    webhook = world.alice.guild.create_webhook(world.channel, "news")
    await robot.send(world.channel, f"{world.her} 안녕")
    await webhook.send(f"{world.her} 안녕")
    channel = world.bot.get_partial_messageable(world.channel.id)
    await channel.send(f"{world.her} 안녕")
    await world.env.settle()

    assert world.engine.heard == []


async def test_edit_is_reviewed_and_not_heard_again(world: World) -> None:
    message = await world.alice.send(world.channel, f"{world.her} 안녕")
    await world.alice.edit(message, f"{world.her} 안녕하세요")

    assert len(world.engine.heard) == 1
    assert world.engine.reviewed == ["안녕하세요"]


async def test_language_is_what_the_server_chose(
    make_bot: Callable[..., DiscordBot], engine: FakeEngine, clock: Clock
) -> None:
    bot = make_bot()
    async with simcord.run(bot) as env:
        for locale in ("ko", "en-GB", "en-US"):
            world = world_of(env, bot, engine, clock, locale)
            await world.alice.send(world.channel, f"{world.her} hi")
        await world.alice.send_dm("hi")

    # en-US is what every new server has, so it says nothing.
    assert [heard.language for heard in engine.heard] == ["ko", "en", None, None]


async def test_two_people_at_once_are_both_answered(world: World) -> None:
    for person in (world.alice, world.bob):
        world.env.backend.create_message(world.channel.id, person.id, f"{world.her} 안녕")
    await world.env.settle()

    heard = {utterance.account_id for utterance in world.engine.heard}
    assert heard == {str(world.alice.id), str(world.bob.id)}
    assert world.texts_in(world.channel) == ["안녕!", "안녕!"]


async def test_bare_mention_asks_for_words(world: World) -> None:
    await world.alice.send(world.channel, world.her)

    assert world.engine.heard == []
    assert world.texts_in(world.channel) == ["로라에게 할 말을 함께 적어 주세요."]


async def test_picture_asks_for_words(world: World) -> None:
    picture = [("cat.png", b"not really")]
    await world.alice.send(world.channel, world.her, attachments=picture)

    assert world.texts_in(world.channel) == [
        "로라는 아직 글만 읽을 수 있어요. 글로 적어 보내 주세요."
    ]


async def test_blocked_person_is_not_asked_for_words(world: World) -> None:
    block = ActiveBlock(categories=(), until=world.clock())
    world.engine.report = StatusReport(block=block, sanctions=(), memories=())
    await world.alice.send(world.channel, world.her)

    assert world.texts_in(world.channel) == []
