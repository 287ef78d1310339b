from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
import pytest
import structlog

from engine.errors import DeliveryFailed
from engine.notices import Busy
from tests.bot.discord.doubles import raising, saying

if TYPE_CHECKING:
    from engine.types import Utterance
    from engine.via import Via
    from tests.bot.discord.world import World

FAILED = "답을 준비하다가 문제가 생겼어요. 잠시 후에 다시 보내 주세요."


async def test_answer_is_a_reply_that_pings_nobody(world: World) -> None:
    world.engine.script = saying("@everyone 안녕 <@1>")
    message = await world.alice.send(world.channel, f"{world.her} 안녕")

    (payload,) = world.sent()
    assert payload["message_reference"]["message_id"] == message.id
    assert payload["message_reference"]["fail_if_not_exists"] is False
    assert payload["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert payload["enforce_nonce"] is True


async def test_long_answer_comes_in_pieces_each_with_its_own_nonce(world: World) -> None:
    words = "가나다라마 " * 800
    world.engine.script = saying(words)
    await world.alice.send(world.channel, f"{world.her} 길게 말해 줘")

    pieces = world.sent()
    assert len(pieces) == 3
    assert " ".join(piece["content"] for piece in pieces).split() == words.split()
    assert all(len(piece["content"]) <= 2000 for piece in pieces)
    assert len({piece["nonce"] for piece in pieces}) == 3
    assert all(len(piece["nonce"]) <= 25 for piece in pieces)
    assert ["message_reference" in piece for piece in pieces] == [True, False, False]
    assert all(piece["allowed_mentions"]["parse"] == [] for piece in pieces)


async def test_emoji_count_twice(world: World) -> None:
    world.engine.script = saying("😆" * 1500)
    await world.alice.send(world.channel, f"{world.her} 웃어 봐")

    assert [len(piece["content"]) for piece in world.sent()] == [1000, 500]


async def test_typing_is_renewed_while_she_thinks(world: World) -> None:
    said = asyncio.Event()

    async def script(_utterance: Utterance, via: Via) -> None:
        async with via.typing():
            await world.env.external_wait(said.wait(), reason="she thinks")
        await via.reply("음…")

    world.engine.script = script
    await world.alice.send(world.channel, f"{world.her} 안녕")
    assert world.num_typing() == 1
    await world.env.advance_time(17)
    assert world.num_typing() == 3
    said.set()
    await world.env.settle()
    await world.env.advance_time(60)

    assert world.num_typing() == 3
    assert world.texts_in(world.channel) == ["음…"]


async def test_error_of_typing_does_not_harm_the_answer(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/typing", status=403, code=50013, times=None)
    await world.alice.send(world.channel, f"{world.her} 안녕")

    assert world.texts_in(world.channel) == ["안녕!"]


async def test_notice_is_in_the_language_of_the_chat(world: World) -> None:
    async def script(_utterance: Utterance, via: Via) -> None:
        await via.notice(Busy())

    world.engine.script = script
    await world.alice.send(world.channel, f"{world.her} 안녕")

    (said,) = world.texts_in(world.channel)
    assert said.startswith("지금 로라에게 말을 건 사람이 많아서")


@pytest.mark.parametrize(("status", "code"), [(403, 50007), (404, 10003), (400, 200000)])
async def test_refusal_for_good_is_delivery_failed(world: World, status: int, code: int) -> None:
    caught: list[DeliveryFailed] = []

    async def script(_utterance: Utterance, via: Via) -> None:
        with pytest.raises(DeliveryFailed) as failure:
            await via.reply("안녕")
        caught.append(failure.value)

    world.engine.script = script
    world.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
    await world.alice.send_dm("안녕")

    assert [error.reason for error in caught] == [f"{status} (code {code})"]


async def test_uncaught_refusal_ends_at_the_boundary(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=None)
    with structlog.testing.capture_logs() as logs:
        await world.alice.send_dm("비밀 이야기")

    assert [entry["event"] for entry in logs] == ["discord_delivery_failed"]
    assert "비밀" not in str(logs)


async def test_error_for_now_is_not_delivery_failed(world: World) -> None:
    async def script(_utterance: Utterance, via: Via) -> None:
        with pytest.raises(discord.HTTPException):
            await via.reply("안녕")

    world.engine.script = script
    world.env.inject_error("POST", "/channels/*/messages", status=500)
    await world.alice.send_dm("안녕")

    assert len(world.engine.heard) == 1


async def test_without_the_right_to_read_history_she_answers_without_a_reply(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=160002)
    await world.alice.send(world.channel, f"{world.her} 안녕")

    assert world.texts_in(world.channel) == ["안녕!"]
    assert "message_reference" not in world.sent()[-1]


async def test_error_while_answering_is_logged_and_told(world: World) -> None:
    world.engine.script = raising(RuntimeError("broken"))
    with structlog.testing.capture_logs() as logs:
        await world.alice.send(world.channel, f"{world.her} 비밀 이야기")

    assert world.texts_in(world.channel) == [FAILED]
    assert [entry["event"] for entry in logs] == ["discord_answer_failed"]
    assert "비밀" not in str(logs)
