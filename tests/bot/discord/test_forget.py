from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.adapters.discord_forget import CONFIRM_WITHIN, Question, question_view

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    import simcord

    from bot.adapters.discord_bot import DiscordBot
    from storage.records import Forgotten
    from tests.bot.discord.world import World

YES = "Delete"
NO = "Keep"


async def ask(world: World) -> simcord.ResponseMessage:
    result = await world.alice.slash(world.channel, "forget")
    assert result.ephemeral
    assert result.response is not None
    return result.response


async def test_nothing_is_forgotten_before_the_button(world: World) -> None:
    question = await ask(world)

    assert "can't be undone" in question.content
    assert world.engine.forgotten == []


async def test_yes_forgets_and_shows_the_receipt(world: World) -> None:
    question = await ask(world)
    await world.alice.click(question, label=YES)

    assert world.engine.forgotten == [("discord", str(world.alice.id))]
    assert "Memories: 3" in question.content
    assert question.components == []


async def test_no_forgets_nothing(world: World) -> None:
    question = await ask(world)
    await world.alice.click(question, label=NO)

    assert world.engine.forgotten == []
    assert question.content == "Nothing was deleted."
    assert question.components == []


async def test_another_person_cannot_press(world: World) -> None:
    question = Question(world.alice.id, world.clock() + CONFIRM_WITHIN)
    view = question_view(question, world.bot.wording("en"))
    await world.bot.get_partial_messageable(world.channel.id).send("?", view=view)
    message = world.channel.last_message
    assert message is not None
    result = await world.bob.click(message, label=YES)

    assert world.engine.forgotten == []
    assert result.response is not None
    assert result.response.ephemeral
    assert result.response.content.startswith("Only the person")


async def test_answer_that_comes_late_forgets_nothing(world: World) -> None:
    question = await ask(world)
    world.clock.advance(CONFIRM_WITHIN + timedelta(seconds=1))
    await world.alice.click(question, label=YES)

    assert world.engine.forgotten == []
    assert question.content.startswith("Time ran out")
    assert question.components == []


async def test_buttons_outlive_a_restart(world: World, make_bot: Callable[..., DiscordBot]) -> None:
    question = await ask(world)
    await world.env.restart_bot(make_bot())
    await world.alice.click(question, label=YES)

    assert world.engine.forgotten == [("discord", str(world.alice.id))]


async def test_error_while_forgetting_is_logged_and_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forget(*_account: str) -> Forgotten:
        raise RuntimeError("broken")

    monkeypatch.setattr(world.engine, "forget", forget)
    question = await ask(world)
    with structlog.testing.capture_logs() as logs:
        result = await world.alice.click(question, label=YES)

    assert [followup.content for followup in result.followups] == [
        "That didn't work just now. Please try again in a moment."
    ]
    assert [entry["event"] for entry in logs] == ["discord_forget_failed"]
