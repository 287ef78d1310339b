from __future__ import annotations

from typing import TYPE_CHECKING

from engine.notices import Busy
from storage.records import InboxMessage, InboxState

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.adapters.discord_bot import DiscordBot
    from tests.bot.discord.world import World


def accepted(
    world: World, message_id: int, chat_id: int, platform: str = "discord"
) -> InboxMessage:
    return InboxMessage(
        inbox_id=1,
        person_id=1,
        platform=platform,
        message_id=str(message_id),
        chat_id=str(chat_id),
        place="discord:private",
        text="안녕",
        language=None,
        sent_at=world.clock(),
        received_at=world.clock(),
        state=InboxState.WAITING,
    )


async def test_after_a_restart_the_message_is_replied_to(
    world: World, make_bot: Callable[..., DiscordBot]
) -> None:
    message = await world.alice.send(world.channel, "안녕")
    bot = make_bot()
    await world.env.restart_bot(bot)
    via = await bot.via_to(accepted(world, message.id, world.channel.id))
    assert via is not None
    async with via.typing():
        await via.reply("기다렸지?")
    await via.notice(Busy())

    reply, notice = world.sent()
    assert reply["content"] == "기다렸지?"
    assert reply["message_reference"]["message_id"] == message.id
    assert notice["content"].startswith("지금 로라에게")


async def test_after_a_restart_a_dm_is_found(
    world: World, make_bot: Callable[..., DiscordBot]
) -> None:
    message = await world.alice.send_dm("안녕")
    bot = make_bot()
    await world.env.restart_bot(bot)
    chat_id = world.alice.user.dm_channel.id
    via = await bot.via_to(accepted(world, message.id, chat_id))
    assert via is not None
    await via.reply("기다렸지?")

    assert world.texts_in(world.alice.user.dm_channel)[-1] == "기다렸지?"


async def test_message_that_is_gone_is_answered_without_a_reference(world: World) -> None:
    via = await world.bot.via_to(accepted(world, 1234567890123456789, world.channel.id))
    assert via is not None
    await via.reply("기다렸지?")

    assert world.texts_in(world.channel) == ["기다렸지?"]


async def test_channel_that_is_gone_has_no_way_back(world: World) -> None:
    assert await world.bot.via_to(accepted(world, 1, 1234567890123456789)) is None


async def test_other_platforms_are_not_hers_to_answer(world: World) -> None:
    assert await world.bot.via_to(accepted(world, 1, world.channel.id, "telegram")) is None
