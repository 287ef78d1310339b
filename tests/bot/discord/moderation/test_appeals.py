"""Appeals in a simulated Discord: opened, decided by command and by button, told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bot.discord.moderation.server import told
from tests.bot.discord.moderation.test_cards import cards, labels, press, words

if TYPE_CHECKING:
    import simcord

    from tests.bot.discord.moderation.server import Server


async def appeal(
    server: Server, person: simcord.MemberActor, number: int, text: str = "장난이었어요"
) -> str:
    return told(await person.slash(server.channel, "appeal", number=number, text=text))


def dms(person: simcord.MemberActor) -> list[str]:
    return [message.content for message in person.user.dm_channel.history()]


async def blocked(server: Server, person: simcord.MemberActor) -> None:
    assert "제한" in (await server.say(person, "혐오"))[-1]
    assert await server.say(person, "안녕") == []


async def test_granted_appeal_ends_the_block_and_the_person_is_told(server: Server) -> None:
    await blocked(server, server.alice)
    assert "is with the moderators" in await appeal(server, server.alice, 1)
    assert "have your appeal of #1 already" in await appeal(server, server.alice, 1)
    assert "📨 Appeal: 장난이었어요" in await server.mod("case", number=1)
    assert "The appeal of #1 is granted" in await server.mod("grant", number=1, reason="그러네요")
    assert await server.say(server.alice, "안녕") == ["응, 그렇구나 😊"]
    (dm,) = dms(server.alice)
    assert "받아들여졌어요" in dm
    assert "그러네요" in dm
    assert "No appeal of #1 waits" in await server.mod("deny", number=1, reason="또")
    assert "was settled before" in await appeal(server, server.alice, 1)


async def test_denied_appeal_leaves_the_block_and_may_be_tried_again(server: Server) -> None:
    await blocked(server, server.alice)
    await appeal(server, server.alice, 1)
    assert "is denied" in await server.mod("deny", number=1, reason="심했어요")
    assert await server.say(server.alice, "안녕") == []
    assert "심했어요" in dms(server.alice)[0]
    assert "is with the moderators" in await appeal(server, server.alice, 1, "다시 봐 주세요")


async def test_appeal_is_decided_on_the_card(server: Server) -> None:
    log = server.guild.create_text_channel("운영일지")
    await server.mod("settings", by=server.owner, setting="mod-log", value=f"<#{log.id}>")
    await blocked(server, server.alice)
    await appeal(server, server.alice, 1)
    (card,) = cards(log)
    assert "📨 이의 제기: 장난이었어요" in words(card)
    assert labels(card) == ["이의 받아들이기", "이의 거절", "사면", "연장"]
    assert "is granted" in await press(server, card, "이의 받아들이기", reason="그러네요")
    (card,) = cards(log)
    assert "↳ 받아들임: 그러네요" in words(card)
    assert labels(card) == []
    assert len(dms(server.alice)) == 1


async def test_nobody_appeals_against_the_case_of_another(server: Server) -> None:
    await blocked(server, server.alice)
    assert "There is no case #1 here" in await appeal(server, server.bob, 1)
    assert "📨" not in await server.mod("case", number=1)


async def test_own_cases_are_offered_while_typing(server: Server) -> None:
    await blocked(server, server.alice)
    offered = await server.alice.autocomplete(server.channel, "appeal", "number", "")
    assert [choice["value"] for choice in offered] == [1]
    assert await server.bob.autocomplete(server.channel, "appeal", "number", "") == []


async def test_refused_dm_loses_nothing(server: Server) -> None:
    await blocked(server, server.alice)
    await appeal(server, server.alice, 1)
    server.env.inject_error("POST", "/users/@me/channels", status=403)
    assert "is granted" in await server.mod("grant", number=1, reason="그러네요")
    assert await server.say(server.alice, "안녕") == ["응, 그렇구나 😊"]
