"""The action on a message: a trial for moderators, a report from members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bot.discord.moderation.server import told
from tests.bot.discord.moderation.test_cards import cards, words

if TYPE_CHECKING:
    from tests.bot.discord.moderation.server import Server

MENU = "Report / judge"


async def test_moderator_sees_what_the_message_would_lead_to(server: Server) -> None:
    message = await server.alice.send(server.channel, "패드립")
    said = told(await server.moderator.context_menu(server.channel, MENU, message))
    assert "step 1, a block of 7 days" in said
    assert (await server.engine.status("discord", str(server.alice.id))).sanctions == ()


async def test_member_hands_it_to_the_moderators(server: Server) -> None:
    message = await server.alice.send(server.channel, "패드립")
    said = told(await server.bob.context_menu(server.channel, MENU, message))
    assert said.startswith("This server has no channel for its moderators")
    log = server.guild.create_text_channel("운영일지")
    await server.mod("settings", by=server.owner, setting="mod-log", value=f"<#{log.id}>")
    said = told(await server.bob.context_menu(server.channel, MENU, message))
    assert said.startswith("🚩 The moderators have it now.")
    (card,) = cards(log)
    assert "패드립" in words(card)
    assert message.jump_url in words(card)
