"""One person on two platforms: joined by a code, one record, and no way out of a block."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.collecting_via import CollectingVia
from engine.errors import AlreadyLinked, CodeInvalid, NotLinked, SamePlatform
from engine.inference.profile import Task
from engine.linking import CODE_LASTS, Linking
from engine.moderation.acts import Acts
from engine.moderation.people import Moderator
from engine.notices import Blocked
from tests.scripted_models import normal_scores

if TYPE_CHECKING:
    from engine.types import TurnReport
    from tests.engine.conftest import World

DAY = timedelta(days=1)


@pytest.fixture
def linking(world: World) -> Linking:
    world.models.verdicts = {
        "사랑해": normal_scores(love=0.99),
        "혐오": normal_scores(hate=0.97),
    }
    return Linking(world.engine)


async def say(
    world: World, platform: str, text: str, account_id: str = "철수"
) -> tuple[TurnReport, CollectingVia]:
    via = CollectingVia()
    utterance = replace(world.utterance(text, account_id), platform=platform)
    report = await world.engine.respond(utterance, via)
    assert report is not None
    return report, via


async def link(linking: Linking, account_id: str = "철수") -> None:
    code = await linking.give_code("discord", account_id, account_id)
    await linking.use_code("telegram", account_id, account_id, code)


async def test_memories_of_both_are_one_persons(world: World, linking: Linking) -> None:
    world.models.texts[Task.MEMORY] = "[이름: 민수]"
    await say(world, "discord", "내 이름은 민수야")
    await say(world, "telegram", "내 이름은 민수야")
    world.models.texts[Task.MEMORY] = "[좋아하는 음식: 초밥]"
    await say(world, "telegram", "나 초밥 좋아해")
    await link(linking)
    for platform in ("discord", "telegram"):
        status = await world.engine.status(platform, "철수")
        assert [memory.text for memory in status.memories] == [
            "[이름: 민수]",
            "[좋아하는 음식: 초밥]",
        ]


async def test_block_of_one_holds_for_both_and_steps_add_up(world: World, linking: Linking) -> None:
    await say(world, "discord", "사랑해")
    await say(world, "telegram", "혐오")
    assert (await say(world, "discord", "안녕"))[1].replies != []
    await link(linking)
    assert (await say(world, "discord", "안녕"))[1].replies == []
    world.clock.forward(days=1)
    _, via = await say(world, "telegram", "사랑해")
    assert via.notices == [Blocked(("love",), world.clock() + timedelta(hours=1))]


async def test_twenty_messages_at_once_over_both_platforms_are_exactly_the_ladder(
    world: World, linking: Linking
) -> None:
    await link(linking)
    world.engine.policy = replace(world.engine.policy, max_turns_per_person=20)
    async with asyncio.TaskGroup() as group:
        for number in range(20):
            utterance = world.utterance("사랑해", "철수")
            platform = ("discord", "telegram")[number % 2]
            group.create_task(
                world.engine.respond(replace(utterance, platform=platform), CollectingVia())
            )
    rows = reversed((await world.engine.status("discord", "철수")).sanctions)
    assert [(row.step, row.ends_at - row.starts_at) for row in rows] == [
        (1, timedelta(0)),
        (2, timedelta(hours=1)),
    ]


async def test_unlinking_lifts_no_block_and_parts_what_comes_later(
    world: World, linking: Linking
) -> None:
    await link(linking)
    await say(world, "discord", "혐오")
    await linking.unlink("telegram", "철수")
    for platform in ("discord", "telegram"):
        assert (await say(world, platform, "안녕"))[1].replies == []
    world.clock.forward(days=1)
    await say(world, "discord", "혐오")
    assert (await say(world, "discord", "안녕"))[1].replies == []
    assert (await say(world, "telegram", "안녕"))[1].replies != []
    _, via = await say(world, "telegram", "혐오")
    assert via.notices == [Blocked(("hate",), world.clock() + 7 * DAY)]


async def test_pardon_of_a_shared_case_holds_for_both(world: World, linking: Linking) -> None:
    await link(linking)
    await say(world, "discord", "혐오")
    await linking.unlink("telegram", "철수")
    acts = Acts(world.engine.database, world.engine.policy.rules, world.clock)
    await acts.pardon(Moderator("discord", "1", "discord:private", is_owner=True), 1, "오해")
    for platform in ("discord", "telegram"):
        assert (await say(world, platform, "안녕"))[1].replies != []


async def test_linked_and_parted_again_and_again_nothing_is_lost_or_doubled(
    world: World, linking: Linking
) -> None:
    await say(world, "discord", "사랑해")
    for _ in range(3):
        await link(linking)
        await linking.unlink("discord", "철수")
        await link(linking)
        await linking.unlink("telegram", "철수")
    for platform in ("discord", "telegram"):
        assert len((await world.engine.status(platform, "철수")).sanctions) == 1


async def test_code_counts_once_for_ten_minutes_and_not_on_its_own_platform(
    world: World, linking: Linking
) -> None:
    code = await linking.give_code("discord", "철수", "철수")
    newer = await linking.give_code("discord", "철수", "철수")
    with pytest.raises(CodeInvalid):
        await linking.use_code("telegram", "영희", "영희", code)
    with pytest.raises(CodeInvalid):
        await linking.use_code("telegram", "영희", "영희", "ABCD2345")
    with pytest.raises(SamePlatform):
        await linking.use_code("discord", "영희", "영희", newer)
    late = await linking.give_code("discord", "철수", "철수")
    world.clock.forward(seconds=CODE_LASTS.total_seconds())
    with pytest.raises(CodeInvalid):
        await linking.use_code("telegram", "철수", "철수", late)
    timely = await linking.give_code("discord", "철수", "철수")
    world.clock.forward(seconds=CODE_LASTS.total_seconds() - 1)
    await linking.use_code("telegram", "철수", "철수", f" {timely.lower()} ")
    with pytest.raises(CodeInvalid):
        await linking.use_code("telegram", "영희", "영희", timely)


async def test_who_is_linked_is_not_linked_again(world: World, linking: Linking) -> None:
    await link(linking)
    with pytest.raises(AlreadyLinked):
        await linking.give_code("discord", "철수", "철수")
    code = await linking.give_code("discord", "영희", "영희")
    with pytest.raises(AlreadyLinked):
        await linking.use_code("telegram", "철수", "철수", code)
    with pytest.raises(NotLinked):
        await linking.unlink("discord", "영희")
    assert len((await world.engine.status("discord", "영희")).sanctions) == 0


async def test_message_on_its_way_while_its_person_is_linked_is_the_joined_persons(
    world: World, linking: Linking
) -> None:
    world.models.texts[Task.MEMORY] = "[이름: 민수]"
    async with world.engine.order.turn(await _person_id(world, linking)):
        talking = asyncio.create_task(say(world, "telegram", "내 이름은 민수야"))
        joining = asyncio.create_task(link(linking))
        await asyncio.sleep(0)
    await asyncio.gather(talking, joining)
    status = await world.engine.status("discord", "철수")
    assert [memory.text for memory in status.memories] == ["[이름: 민수]"]


async def _person_id(world: World, linking: Linking) -> int:
    del linking
    report, _ = await say(world, "telegram", "안녕")
    return report.message.person_id
