"""Cards in the log channel: sent, pressed, brought up to date, and there after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord
    import simcord

    from bot.adapters.discord_bot import DiscordBot
    from tests.bot.discord.moderation.server import Server


@pytest.fixture
async def log(server: Server) -> simcord.ChannelHandle:
    """The log channel of the server."""
    channel = server.guild.create_text_channel("운영일지")
    said = await server.mod(
        "settings", by=server.owner, setting="mod-log", value=f"<#{channel.id}>"
    )
    assert said == f"✅ mod-log = {channel.id}"
    return channel


def cards(log: simcord.ChannelHandle) -> list[discord.Message]:
    return list(log.history())


def labels(card: discord.Message) -> list[str]:
    return [button.label for row in card.components for button in row.children]  # type: ignore[union-attr,misc]


def words(card: discord.Message) -> str:
    return card.embeds[0].description or ""


async def press(
    server: Server, card: discord.Message, label: str, by: Any = None, **values: str
) -> str:
    """Press a button, fill the form, and read the answer."""
    person = by or server.moderator
    form = await person.click(card, label=label)
    if form.modal is None:
        assert form.response is not None
        return str(form.response.content)
    answer = await person.submit_modal(form, values)
    said = [answer.response, *answer.followups]
    return "\n".join(message.content for message in said if message)


async def test_waiting_case_is_confirmed_on_its_card(
    server: Server, log: simcord.ChannelHandle
) -> None:
    await server.say(server.alice, "패드립")
    (card,) = cards(log)
    assert "#1" in words(card)
    assert "내용: 패드립" in words(card)
    assert labels(card) == ["확정", "취소"]
    assert "#1 is confirmed" in await press(server, card, "확정", reason="맞아요")
    (card,) = cards(log)
    assert "적용 중" in words(card)
    assert labels(card) == ["사면", "연장"]
    (notice,) = await server.say(server.alice, "안녕")
    assert "대화가 제한됐어요" in notice


async def test_case_is_dismissed_and_pardoned_on_its_card(
    server: Server, log: simcord.ChannelHandle
) -> None:
    await server.say(server.alice, "패드립")
    await server.say(server.bob, "혐오")
    first, second = cards(log)
    assert "#1 is pardoned" in await press(server, first, "취소", reason="농담")
    assert "#2 is pardoned" in await press(server, second, "사면", reason="오해")
    for card in cards(log):
        assert "취소됨" in words(card)
        assert labels(card) == []
    assert await server.say(server.bob, "안녕") == ["응, 그렇구나 😊"]


async def test_block_is_made_longer_on_its_card(server: Server, log: simcord.ChannelHandle) -> None:
    await server.mod("block", user=server.alice, period="1 day", reason="도배")
    (card,) = cards(log)
    said = await press(server, card, "연장", period="곧", reason="또")
    assert '"곧" is no length of time' in said
    assert "#2" in await press(server, card, "연장", period="2일", reason="또")
    assert len(cards(log)) == 2
    assert "제한 3일" in words(cards(log)[1])


async def test_only_moderators_press_buttons(server: Server, log: simcord.ChannelHandle) -> None:
    await server.say(server.alice, "패드립")
    (card,) = cards(log)
    assert await press(server, card, "확정", by=server.bob) == (
        "This command is for moderators only."
    )
    assert "확인 대기" in words(cards(log)[0])


async def test_commands_show_on_the_card(server: Server, log: simcord.ChannelHandle) -> None:
    await server.say(server.alice, "사랑해")
    await server.mod("pardon", number=1, reason="오해")
    (card,) = cards(log)
    assert "취소됨" in words(card)


async def test_button_works_after_a_restart_and_no_card_is_sent_twice(
    server: Server, log: simcord.ChannelHandle, make_bot: Callable[..., DiscordBot]
) -> None:
    await server.say(server.alice, "패드립")
    await server.env.restart_bot(make_bot())
    (card,) = cards(log)
    assert "#1 is confirmed" in await press(server, card, "확정", reason="맞아요")
    assert len(cards(log)) == 1


async def test_card_that_could_not_be_sent_is_sent_later(
    server: Server, log: simcord.ChannelHandle
) -> None:
    server.env.inject_error("POST", f"/channels/{log.id}/messages", status=403)
    assert len(await server.say(server.alice, "사랑해")) == 2  # reply and notice all the same
    assert cards(log) == []
    await server.say(server.bob, "안녕")
    assert len(cards(log)) == 1


async def test_server_without_a_log_gets_no_cards(server: Server) -> None:
    await server.say(server.alice, "패드립")
    assert "1 case waits" in await server.mod("queue")
