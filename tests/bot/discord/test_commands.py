from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import structlog

from engine.errors import DeliveryFailed
from engine.types import StatusReport
from storage.records import Memory
from tests.bot.discord.doubles import raising, saying, silence

if TYPE_CHECKING:
    import simcord

    from engine.types import Utterance
    from engine.via import Via
    from tests.bot.discord.world import World


def texts_of(result: simcord.InteractionResult) -> list[str]:
    first = [result.response.content] if result.response else []
    return [*first, *(followup.content for followup in result.followups)]


async def test_chat_is_deferred_and_answered(world: World) -> None:
    said = f"{world.her} 안녕 {world.channel.mention}"
    result = await world.alice.slash(world.channel, "chat", message=said)

    (heard,) = world.engine.heard
    assert heard.text == "안녕 #잡담"
    assert heard.chat_id == str(world.channel.id)
    assert heard.account_id == str(world.alice.id)
    assert heard.language == "en"
    assert not result.ephemeral
    assert texts_of(result) == ["안녕!"]


async def test_long_answer_to_chat_comes_in_followups(world: World) -> None:
    words = "가나다라마 " * 800
    world.engine.script = saying(words)
    result = await world.alice.slash(world.channel, "chat", message="길게 말해 줘")

    said = texts_of(result)
    assert len(said) == 3
    assert " ".join(said).split() == words.split()


async def test_answer_after_the_token_ran_out_is_delivery_failed(world: World) -> None:
    thought = asyncio.Event()

    async def script(_utterance: Utterance, via: Via) -> None:
        await world.env.external_wait(thought.wait(), reason="she thinks for too long")
        with pytest.raises(DeliveryFailed):
            await via.reply("늦었지?")
        thought.clear()

    world.engine.script = script
    await world.alice.slash(world.channel, "chat", message="안녕")
    await world.env.advance_time(16 * 60)
    thought.set()
    await world.env.settle()

    assert not thought.is_set()


async def test_chat_works_in_a_dm(world: World) -> None:
    result = await world.alice.user.slash("chat", message="안녕")

    assert texts_of(result) == ["안녕!"]


async def test_chat_pings_nobody(world: World) -> None:
    world.engine.script = saying("@everyone")
    await world.alice.slash(world.channel, "chat", message="안녕")

    payloads = [r.json for r in world.env.http_requests if r.json and "content" in r.json]
    assert [payload["allowed_mentions"] for payload in payloads] == [{"parse": []}]


async def test_thinking_line_goes_away_when_she_stays_silent(world: World) -> None:
    world.engine.script = silence
    result = await world.alice.slash(world.channel, "chat", message="안녕")

    assert result.deferred
    assert texts_of(result) == []


async def test_chat_without_words_asks_for_them(world: World) -> None:
    result = await world.alice.slash(world.channel, "chat", message=world.her)

    assert world.engine.heard == []
    assert texts_of(result) == ["Please add what you want to say to Lora."]


async def test_error_in_chat_is_told(world: World) -> None:
    world.engine.script = raising(RuntimeError("broken"))
    result = await world.alice.slash(world.channel, "chat", message="안녕")

    (said,) = texts_of(result)
    assert said.startswith("Something went wrong")


@pytest.mark.usefixtures("korean_clients")
async def test_language_is_that_of_the_persons_client(world: World) -> None:
    world.engine.script = raising(RuntimeError("broken"))
    result = await world.alice.slash(world.channel, "chat", message="안녕")

    assert world.engine.heard[0].language == "ko"
    assert texts_of(result)[0].startswith("답을 준비하다가")


async def test_status_is_shown_to_the_person_alone(world: World) -> None:
    result = await world.alice.slash(world.channel, "status")

    assert world.engine.asked == [("discord", str(world.alice.id))]
    assert result.ephemeral
    assert "You can chat with Lora" in texts_of(result)[0]


async def test_long_status_comes_in_pieces(world: World) -> None:
    memories = tuple(
        Memory(i, 1, f"기억 {i}", "아주 긴 기억 " * 10, world.clock()) for i in range(60)
    )
    world.engine.report = StatusReport(block=None, sanctions=(), memories=memories)
    result = await world.alice.slash(world.channel, "status")

    assert len(texts_of(result)) > 1
    assert all(followup.ephemeral for followup in result.followups)


@pytest.mark.simcord(check_errors=False)
async def test_command_that_breaks_is_logged_and_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def status(*_account: str) -> StatusReport:
        raise RuntimeError("broken")

    monkeypatch.setattr(world.engine, "status", status)
    with structlog.testing.capture_logs() as logs:
        result = await world.alice.slash(world.channel, "status")

    assert texts_of(result) == ["That didn't work just now. Please try again in a moment."]
    assert logs[0]["event"] == "discord_command_failed"
    assert logs[0]["command"] == "status"


@pytest.mark.parametrize("name", ["help", "privacy"])
async def test_help_and_privacy_are_told_to_the_person_alone(world: World, name: str) -> None:
    result = await world.alice.slash(world.channel, name)

    assert result.ephemeral
    assert "/forget" in texts_of(result)[0]
