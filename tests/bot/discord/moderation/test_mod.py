"""`/mod` in a simulated Discord, over a real engine and a real database."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.bot.discord.moderation.server import told

if TYPE_CHECKING:
    from tests.bot.discord.moderation.server import Server

_EVERY_COMMAND: dict[str, dict[str, object]] = {
    "mod warn": {"user": None, "reason": "x"},
    "mod block": {"user": None, "period": "1 day", "reason": "x"},
    "mod unblock": {"user": None, "reason": "x"},
    "mod pardon": {"number": 1, "reason": "x"},
    "mod confirm": {"number": 1, "reason": "x"},
    "mod extend": {"number": 1, "period": "1 day", "reason": "x"},
    "mod grant": {"number": 1, "reason": "x"},
    "mod deny": {"number": 1, "reason": "x"},
    "mod note": {"user": None, "text": "x"},
    "mod history": {"user": None},
    "mod case": {"number": 1},
    "mod queue": {},
    "mod settings": {"setting": "shadow", "value": "on"},
    "mod shadow": {"enabled": True},
    "mod test": {"text": "사랑해"},
    "mod export": {},
}


async def test_warning_and_block_and_unblock(server: Server) -> None:
    assert "#1: 앨리스 is warned" in await server.mod("warn", user=server.alice, reason="그만")
    assert any("경고예요" in text for text in await server.say(server.alice, "안녕"))
    said = await server.mod("block", user=server.alice, period="2시간", reason="도배")
    assert said.startswith("✅ #2: 앨리스 is blocked until")
    (notice,) = await server.say(server.alice, "안녕")
    assert "대화가 제한됐어요" in notice
    assert await server.say(server.alice, "안녕?") == []
    said = await server.mod("unblock", user=server.alice, reason="사과했어요")
    assert said == "✅ The blocks of 앨리스 are lifted: #2"
    assert await server.say(server.alice, "안녕") == ["응, 그렇구나 😊"]
    assert "No block of this place holds" in await server.mod(
        "unblock", user=server.alice, reason="또"
    )


async def test_case_that_waits_is_seen_confirmed_and_pardoned(server: Server) -> None:
    await server.say(server.alice, "패드립")
    queue = await server.mod("queue")
    assert "1 case waits for you" in queue
    assert "Words: 패드립" in queue
    assert "block 7 days · waits for confirmation" in queue
    assert "paedrip 0.99" in queue
    assert "#1 is confirmed" in await server.mod("confirm", number=1, reason="맞아요")
    assert "was settled before" in await server.mod("confirm", number=1, reason="또")
    assert len(await server.say(server.alice, "안녕")) == 1  # the notice
    assert "#1 is pardoned" in await server.mod("pardon", number=1, reason="실수")
    case = await server.mod("case", number=1)
    assert "withdrawn" in case
    assert f"discord:{server.moderator.id} 실수" in case
    assert await server.say(server.alice, "안녕") == ["응, 그렇구나 😊"]
    assert await server.mod("queue") == "No case waits for you."


async def test_block_is_made_longer(server: Server) -> None:
    await server.mod("block", user=server.alice, period="1 day", reason="도배")
    assert "#2: the block now lasts" in await server.mod(
        "extend", number=1, period="2 days", reason="또"
    )
    assert "holds already" in await server.mod(
        "block", user=server.alice, period="1 hour", reason="또"
    )
    history = await server.mod("history", user=server.alice)
    assert "2 cases of 앨리스" in history
    assert "block 3 days · in force" in history


async def test_notes_are_seen_in_the_history(server: Server) -> None:
    assert await server.mod("history", user=server.bob) == "There is no case of 밥."
    await server.mod("note", user=server.bob, text="부계정 같아요")
    assert "note 부계정 같아요" in await server.mod("history", user=server.bob)


async def test_settings_are_shown_changed_and_refused(server: Server) -> None:
    shown = await server.mod("settings")
    assert "· shadow = off" in shown
    assert "· ladder-love = warning, 1 hour, 1 day, 14 days, 1461 days" in shown
    changed = await server.mod("settings", setting="cool-down", value="5분")
    assert changed == "✅ cool-down = 5 minutes"
    assert "· cool-down = 5 minutes" in await server.mod("settings")
    refused = await server.mod("settings", setting="threshold-hate", value="0.9")
    assert "threshold-hate cannot be 0.9. Allowed: -0.15 - 0.15" in refused


async def test_shadow_mode_goes_on_and_off(server: Server) -> None:
    assert "Shadow mode is on" in await server.mod("shadow", enabled=True)
    assert await server.say(server.alice, "혐오") == ["응, 그렇구나 😊"]
    assert "shadow (not applied)" in await server.mod("case", number=1)
    assert "Shadow mode is off" in await server.mod("shadow", enabled=False)
    assert len(await server.say(server.alice, "혐오")) == 2


async def test_trial_tells_and_does_nothing(server: Server) -> None:
    said = await server.mod("test", text="패드립", user=server.alice)
    assert "insulting someone's parents: step 1, a block of 7 days, once" in said
    assert "harmless" in await server.mod("test", text="안녕")
    assert "There is no case" in await server.mod("history", user=server.alice)


async def test_export_is_a_file_with_everything(server: Server) -> None:
    await server.say(server.alice, "사랑해")
    result = await server.moderator.slash(server.channel, "mod export")
    assert result.response is not None
    (attached,) = result.response.attachments
    exported = json.loads(await attached.read())
    (case,) = exported["cases"]
    assert (case["case"], case["category"], case["excerpt"]) == (1, "love", "사랑해")
    assert case["accounts"] == [f"discord:{server.alice.id}"]


@pytest.mark.parametrize("period", ["soon", "0 days", "2000 days"])
async def test_period_that_is_none_is_refused_plainly(server: Server, period: str) -> None:
    said = await server.mod("block", user=server.alice, period=period, reason="도배")
    assert f'"{period}" is no length of time' in said
    assert "There is no case" in await server.mod("history", user=server.alice)


async def test_hierarchy_is_respected(server: Server) -> None:
    peer = server.guild.add_member(
        server.env.create_user("peer"), roles=[server.guild.roles["운영진"]]
    )
    robot = server.guild.add_member(server.env.create_user("robot", bot=True))
    for target in (server.moderator, peer, server.owner, robot):
        said = await server.mod("warn", user=target, reason="너")
        assert "You can't act on this person" in said
    assert "is warned" in await server.mod("warn", by=server.owner, user=peer, reason="너")


async def test_who_is_no_moderator_is_refused_by_code_whatever_discord_shows(
    server: Server,
) -> None:
    server.show_mod_to_everybody()
    await server.mod("warn", user=server.bob, reason="하나")
    for command, options in _EVERY_COMMAND.items():
        given = {k: server.bob if v is None else v for k, v in options.items()}
        said = told(await server.alice.slash(server.channel, command, **given))
        assert said == "This command is for moderators only."
    history = await server.mod("history", user=server.bob)
    assert "1 case of 밥" in history
    assert "· shadow = off" in await server.mod("settings")


async def test_named_role_moderates_and_only_managers_name_it(server: Server) -> None:
    role = server.guild.create_role("도우미")
    helper = server.guild.add_member(server.env.create_user("helper"), roles=[role])
    refused = await server.mod("settings", setting="moderator-role", value=f"<@&{role.id}>")
    assert refused == "This command is for moderators only."
    await server.mod("settings", by=server.owner, setting="moderator-role", value=f"<@&{role.id}>")
    server.show_mod_to_everybody()
    assert "앨리스 is warned" in await server.mod(
        "warn", by=helper, user=server.alice, reason="그만"
    )
    said = await server.mod("warn", by=server.bob, user=server.alice, reason="그만")
    assert said == "This command is for moderators only."


async def test_cases_and_settings_are_offered_while_typing(server: Server) -> None:
    for person in (server.alice, server.bob):
        await server.mod("warn", user=person, reason="그만")
    offered = await server.moderator.autocomplete(server.channel, "mod case", "number", "")
    assert [choice["value"] for choice in offered] == [2, 1]
    offered = await server.moderator.autocomplete(server.channel, "mod settings", "setting", "cool")
    assert [choice["value"] for choice in offered] == ["cool-down"]
    server.show_mod_to_everybody()
    assert await server.alice.autocomplete(server.channel, "mod case", "number", "") == []


async def test_private_chats_are_for_the_owners_of_the_bot(server: Server) -> None:
    user = server.alice.user
    refused = told(await user.slash("mod queue"))
    assert refused == "Please use this command in a server or group."
    server.bot.moderation = replace(
        server.bot.moderation, owners=frozenset({f"discord:{server.alice.id}"})
    )
    assert told(await user.slash("mod queue")) == "No case waits for you."
