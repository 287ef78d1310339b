"""Turns under the usual rules: patience, shadow, other places, the stop after too many."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.collecting_via import CollectingVia
from engine.errors import DeliveryFailed
from engine.ethics import Category
from engine.notices import Blocked, Cautioned, Warned
from engine.rules import Rules
from engine.sentencing import BREAKER, RULES_SETTING
from storage import audit, sanctions, settings
from storage.records import SanctionEventKind
from tests.scripted_models import normal_scores

if TYPE_CHECKING:
    from engine.notices import Notice
    from engine.types import TurnReport
    from storage.records import InboxMessage, SanctionRow
    from tests.engine.conftest import World

DAY = timedelta(days=1)
PLACE = "discord:7"


@pytest.fixture(autouse=True)
def _usual_rules(world: World) -> None:
    world.engine.policy = replace(world.engine.policy, rules=Rules.load("default"))
    world.models.verdicts = {
        "사랑해": normal_scores(love=0.99),
        "혐오": normal_scores(hate=0.97),
        "패드립": normal_scores(paedrip=0.99),
    }


class Deaf(CollectingVia):
    """A chat into which no notice gets."""

    async def notice(self, notice: Notice) -> None:  # noqa: ARG002 (refused whatever it says)
        raise DeliveryFailed("terminal", "gone")


async def say_in(
    world: World, guild_id: str | None, text: str, person: str = "철수"
) -> tuple[TurnReport, CollectingVia]:
    via = CollectingVia()
    utterance = replace(world.utterance(text, person), platform="discord", guild_id=guild_id)
    report = await world.engine.respond(utterance, via)
    assert report is not None
    return report, via


async def record_of(world: World, person: str = "철수") -> tuple[SanctionRow, ...]:
    return (await world.engine.status("discord", person)).sanctions


async def test_long_first_block_is_told_as_a_caution_and_a_second_message_brings_it(
    world: World,
) -> None:
    _, via = await say_in(world, "7", "패드립")
    assert via.notices == [Cautioned((Category.PAEDRIP,))]
    assert via.replies
    world.clock.forward(hours=1)
    _, via = await say_in(world, "7", "안녕")
    assert (len(via.replies), via.notices) == (1, [])
    report, via = await say_in(world, "7", "패드립")
    assert via.notices == [Blocked((Category.PAEDRIP,), world.clock() + 7 * DAY)]
    (row,) = await record_of(world)
    assert report.sanctions == (replace(row, events=report.sanctions[0].events),)
    _, via = await say_in(world, "7", "안녕")
    assert (via.replies, via.notices) == ([], [])


async def test_several_messages_in_a_cool_down_are_one_step(world: World) -> None:
    for _ in range(3):
        await say_in(world, "7", "사랑해")
    assert [row.step for row in await record_of(world)] == [1]
    world.clock.forward(minutes=1)
    await say_in(world, "7", "사랑해")
    assert [row.step for row in await record_of(world)] == [2, 1]


async def test_warning_that_could_not_be_told_is_told_before_the_next_step(world: World) -> None:
    utterance = replace(world.utterance("사랑해"), platform="discord", guild_id="7")
    await world.engine.respond(utterance, Deaf())
    world.clock.forward(hours=2)
    _, via = await say_in(world, "7", "사랑해")
    assert via.notices == [Warned((Category.LOVE,))]
    assert [row.step for row in await record_of(world)] == [1]
    world.clock.forward(hours=2)
    _, via = await say_in(world, "7", "사랑해")
    assert [type(notice) for notice in via.notices] == [Blocked]


async def test_each_place_has_its_own_rules_and_case_numbers(world: World) -> None:
    async with world.engine.database.write() as tx:
        await settings.put(tx, PLACE, RULES_SETTING, {"class-love": "off", "scope": "here"})
    report, via = await say_in(world, "7", "사랑해")
    assert (report.sanctions, via.notices) == ((), [])
    await say_in(world, "7", "혐오", "영희")
    assert (await say_in(world, "7", "안녕", "영희"))[1].replies == []
    assert (await say_in(world, "8", "안녕", "영희"))[1].replies != []
    assert (await say_in(world, None, "안녕", "영희"))[1].replies != []
    await say_in(world, "8", "혐오", "민수")
    assert (await say_in(world, "7", "안녕", "민수"))[1].replies == []
    numbers = {
        (row.place, row.case_number, row.scope)
        for person in ("영희", "민수")
        for row in await record_of(world, person)
    }
    assert numbers == {(PLACE, 1, PLACE), ("discord:8", 1, "everywhere")}


async def test_shadow_mode_writes_down_and_does_nothing(world: World) -> None:
    async with world.engine.database.write() as tx:
        await settings.put(tx, PLACE, RULES_SETTING, {"shadow": "on"})
    report, via = await say_in(world, "7", "혐오")
    assert (report.sanctions, via.notices, len(via.replies)) == ((), [], 1)
    world.clock.forward(minutes=2)
    _, via = await say_in(world, "7", "혐오")
    assert (len(via.replies), via.notices) == (1, [])
    first, second = reversed(await record_of(world))
    assert (first.is_shadow, first.step, second.step) == (True, 1, 2)
    report, via = await say_in(world, "8", "혐오")
    assert [row.step for row in report.sanctions] == [1]


async def test_moved_threshold_decides_here_only(world: World) -> None:
    usual = world.engine.policy.thresholds.love
    world.models.verdicts = {"글쎄": normal_scores(love=usual + 0.05)}
    async with world.engine.database.write() as tx:
        await settings.put(tx, PLACE, RULES_SETTING, {"threshold-love": "+0.1"})
    assert (await say_in(world, "7", "글쎄"))[0].sanctions == ()
    assert (await say_in(world, "8", "글쎄"))[0].sanctions != ()


async def test_after_too_many_an_hour_nobody_is_sanctioned_and_it_is_noted_once(
    world: World,
) -> None:
    for number in range(13):
        report, _ = await say_in(world, "7", "혐오", f"사람{number}")
        assert len(report.sanctions) == (1 if number < 10 else 0)
    async with world.engine.database.read() as connection:
        acts = await audit.of_place(connection, PLACE)
        assert await sanctions.num_by_rules(connection, PLACE, world.clock() - DAY) == 10
    assert [act.action for act in acts] == [BREAKER]
    assert (await say_in(world, "8", "혐오", "누구"))[0].sanctions != ()
    world.clock.forward(hours=1, seconds=1)
    assert (await say_in(world, "7", "혐오", "또누구"))[0].sanctions != ()


async def test_twenty_messages_at_once_in_two_places_are_exactly_the_ladder(
    world: World,
) -> None:
    """Whatever the order: each message is decided on the record that the one before left."""
    world.engine.policy = replace(
        world.engine.policy, rules=Rules.load("strict"), max_turns_per_person=20
    )
    async with asyncio.TaskGroup() as group:
        for number in range(20):
            guild_id = str(7 + number % 2)
            utterance = replace(world.utterance("사랑해"), platform="discord", guild_id=guild_id)
            group.create_task(world.engine.respond(utterance, CollectingVia()))
    rows = await record_of(world)
    assert [(row.step, row.ends_at - row.starts_at) for row in reversed(rows)] == [
        (1, timedelta(0)),
        (2, timedelta(hours=1)),
    ]
    assert all(SanctionEventKind.NOTICED in row.events for row in rows)


async def edit(world: World, message_id: str, text: str) -> tuple[TurnReport | None, CollectingVia]:
    via = CollectingVia()
    utterance = replace(
        world.utterance(text, message_id=message_id), platform="discord", guild_id="7"
    )
    return await world.engine.review(utterance, world.clock(), via), via


async def test_message_edited_into_something_else_is_judged_again_and_not_answered(
    world: World,
) -> None:
    utterance = replace(world.utterance("안녕", message_id="1"), platform="discord", guild_id="7")
    await world.engine.respond(utterance, CollectingVia())
    world.clock.forward(hours=3)
    report, via = await edit(world, "1", "혐오")
    assert report is not None
    assert [row.category for row in report.sanctions] == ["hate"]
    assert (via.replies, [type(notice) for notice in via.notices]) == ([], [Blocked])
    assert (await say_in(world, "7", "안녕"))[1].replies == []
    assert (await edit(world, "1", "혐오"))[0] is None  # the same edit, delivered again


async def test_edits_that_change_nothing_or_were_not_for_her_are_left_alone(world: World) -> None:
    utterance = replace(world.utterance("안녕", message_id="1"), platform="discord", guild_id="7")
    await world.engine.respond(utterance, CollectingVia())
    assert (await edit(world, "1", "안녕"))[0] is None
    assert (await edit(world, "2", "혐오"))[0] is None
    assert await record_of(world) == ()


async def test_edit_left_over_by_a_crash_is_closed_in_silence(world: World) -> None:
    await say_in(world, "7", "안녕")
    utterance = replace(world.utterance("혐오"), platform="discord", guild_id="7")
    await world.engine._accept(utterance.edited(world.clock()))
    via = CollectingVia()

    async def via_to(_message: InboxMessage) -> CollectingVia:
        return via

    await world.engine.recover(await world.engine.left_over(), via_to)
    world.clock.forward(hours=1)
    await world.engine._accept(replace(utterance, message_id="9").edited(world.clock()))
    world.clock.forward(hours=1)
    await world.engine.recover(await world.engine.left_over(), via_to)
    assert (via.replies, via.notices) == ([], [])
    assert await world.engine.left_over() == []
