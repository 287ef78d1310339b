"""Moderators' acts over a real database: the record after each, and its line in the audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.collecting_via import CollectingVia
from engine.errors import (
    BlockedLonger,
    CaseSettled,
    NoSuchCase,
    NotBlockedHere,
    ReasonTooLong,
    RuleInvalid,
)
from engine.linking import Linking
from engine.moderation.acts import Acts
from engine.moderation.people import Moderator, Target
from engine.moderation.views import Views
from engine.notices import Blocked, Warned
from engine.rules import Rules
from engine.sanctions import Decision
from storage.records import EVERYWHERE, SanctionEventKind, SanctionKind
from tests.scripted_models import normal_scores

if TYPE_CHECKING:
    from storage.records import SanctionRow
    from tests.engine.conftest import World

DAY = timedelta(days=1)
MODERATOR = Moderator("discord", "5", "discord:7")
ELSEWHERE = Moderator("discord", "6", "discord:8")
OWNER = Moderator("discord", "1", "discord:7", is_owner=True)
CHEOLSU = Target("discord", "철수", "철수")


@pytest.fixture
def acts(world: World) -> Acts:
    world.engine.policy = replace(world.engine.policy, rules=Rules.load("default"))
    world.models.verdicts = {
        "사랑해": normal_scores(love=0.99),
        "패드립": normal_scores(paedrip=0.99),
    }
    return Acts(world.engine.database, world.engine.policy.rules, world.clock)


@pytest.fixture
def views(world: World) -> Views:
    return Views(world.engine)


async def say(world: World, text: str, guild_id: str = "7") -> CollectingVia:
    via = CollectingVia()
    utterance = replace(world.utterance(text), platform="discord", guild_id=guild_id)
    await world.engine.respond(utterance, via)
    return via


async def record(world: World) -> list[SanctionRow]:
    return list(reversed((await world.engine.status("discord", "철수")).sanctions))


async def test_warning_is_told_at_the_next_message_and_is_a_step(world: World, acts: Acts) -> None:
    row = await acts.warn(MODERATOR, CHEOLSU, "그만해 주세요", "love")
    assert (row.case_number, row.step, row.actor) == (1, 1, "discord:5")
    assert (row.scope, row.reason, row.kind) == ("discord:7", "그만해 주세요", SanctionKind.WARNING)
    assert (await say(world, "안녕")).notices == [Warned(("love",))]
    assert (await say(world, "안녕")).notices == []
    via = await say(world, "사랑해")
    assert via.notices == [Blocked(("love",), world.clock() + timedelta(hours=1))]


async def test_block_holds_here_until_its_end(world: World, acts: Acts) -> None:
    row = await acts.block(MODERATOR, CHEOLSU, 2 * DAY, "도배")
    assert (row.until, row.scope, row.category) == (world.clock() + 2 * DAY, "discord:7", "other")
    assert (await say(world, "안녕", "8")).replies != []
    via = await say(world, "안녕")
    assert (via.replies, [type(notice) for notice in via.notices]) == ([], [Blocked])
    world.clock.forward(days=2)
    assert (await say(world, "안녕")).replies != []


async def test_owner_blocks_everywhere(world: World, acts: Acts) -> None:
    row = await acts.block(OWNER, CHEOLSU, DAY, "도배")
    assert row.scope == EVERYWHERE
    assert (await say(world, "안녕", "8")).replies == []


async def test_only_a_longer_block_takes_the_place_of_one_that_holds(
    world: World, acts: Acts
) -> None:
    first = await acts.block(MODERATOR, CHEOLSU, 2 * DAY, "도배")
    with pytest.raises(BlockedLonger) as error:
        await acts.block(MODERATOR, CHEOLSU, 2 * DAY, "또")
    assert error.value.until == first.until
    longer = await acts.extend(MODERATOR, first.case_number, DAY, "또")
    assert (longer.case_number, longer.until) == (2, first.until + DAY)
    await acts.pardon(MODERATOR, 2, "첫 번째로 충분해요")
    status = await world.engine.status("discord", "철수")
    assert status.block is not None
    assert status.block.until == first.until


async def test_unblock_ends_what_was_given_here_and_leaves_the_steps(
    world: World, acts: Acts
) -> None:
    await acts.block(MODERATOR, CHEOLSU, 2 * DAY, "도배", "hate")
    with pytest.raises(NotBlockedHere):
        await acts.unblock(ELSEWHERE, CHEOLSU, "여기 일이 아니에요")
    (row,) = await acts.unblock(MODERATOR, CHEOLSU, "사과했어요")
    assert row.events[SanctionEventKind.LIFTED].actor == "discord:5"
    assert row.events[SanctionEventKind.LIFTED].reason == "사과했어요"
    assert (await say(world, "안녕")).replies != []
    again = await acts.block(MODERATOR, CHEOLSU, DAY, "또", "hate")
    assert again.step == 2


async def test_pardon_takes_the_step_back_and_counts_once(world: World, acts: Acts) -> None:
    await say(world, "사랑해")
    row = await acts.pardon(MODERATOR, 1, "오해였어요")
    assert row.is_void
    with pytest.raises(CaseSettled):
        await acts.pardon(MODERATOR, 1, "또")
    world.clock.forward(hours=1)
    assert (await say(world, "사랑해")).notices == [Warned(("love",))]


async def test_moderator_decides_what_waits(world: World, acts: Acts, views: Views) -> None:
    await say(world, "패드립")
    (waiting,) = await views.queue(MODERATOR)
    assert (waiting.row.case_number, waiting.excerpt) == (1, "패드립")
    assert await views.queue(ELSEWHERE) == []
    world.clock.forward(days=1)
    row = await acts.confirm(MODERATOR, 1, "맞아요")
    assert row.until == world.clock() + 7 * DAY
    assert [type(notice) for notice in (await say(world, "안녕")).notices] == [Blocked]
    with pytest.raises(CaseSettled):
        await acts.confirm(MODERATOR, 1, "또")
    assert await views.queue(MODERATOR) == []


async def test_what_waits_can_be_dismissed(world: World, acts: Acts, views: Views) -> None:
    await say(world, "패드립")
    row = await acts.pardon(MODERATOR, 1, "농담이었어요")
    assert SanctionEventKind.DISMISSED in row.events
    assert await views.queue(MODERATOR) == []
    with pytest.raises(CaseSettled):
        await acts.confirm(MODERATOR, 1, "늦었어요")


async def test_cases_of_other_places_do_not_exist_here(world: World, acts: Acts) -> None:
    await say(world, "사랑해")
    for act in (acts.pardon, acts.confirm):
        with pytest.raises(NoSuchCase):
            await act(ELSEWHERE, 1, "")
    with pytest.raises(NoSuchCase):
        await acts.extend(MODERATOR, 2, DAY, "")
    with pytest.raises(CaseSettled):
        await acts.extend(MODERATOR, 1, DAY, "경고는 길어지지 않아요")


async def test_every_act_is_in_the_audit_and_refused_ones_leave_nothing(
    world: World, acts: Acts, views: Views
) -> None:
    await acts.warn(MODERATOR, CHEOLSU, "하나")
    await acts.note(MODERATOR, CHEOLSU, "부계정 같아요")
    await acts.change(MODERATOR, "cool-down", "5분")
    with pytest.raises(RuleInvalid):
        await acts.change(MODERATOR, "cool-down", "잠깐")
    with pytest.raises(ReasonTooLong):
        await acts.warn(MODERATOR, CHEOLSU, "가" * 513)
    exported = await views.export(MODERATOR)
    assert [(act["action"], act["actor"], act["reason"]) for act in exported["acts"]] == [
        ("warning", "discord:5", "하나"),
        ("note", "discord:5", "부계정 같아요"),
        ("settings", "discord:5", None),
    ]
    assert exported["acts"][-1]["details"] == {
        "name": "cool-down",
        "before": "1 minute",
        "after": "5 minutes",
    }
    assert [case["case"] for case in exported["cases"]] == [1]
    assert len(await record(world)) == 1
    history = await views.history(MODERATOR, CHEOLSU)
    assert [case.row.case_number for case in history.cases] == [1]
    assert [act.action for act in history.acts] == ["warning", "note"]
    assert (await views.history(ELSEWHERE, CHEOLSU)).cases == ()


async def test_changed_setting_holds_from_the_next_message_on(world: World, acts: Acts) -> None:
    rules = await acts.change(MODERATOR, "class-love", "off")
    assert rules.described()["class-love"] == "off"
    assert (await say(world, "사랑해")).notices == []
    await acts.change(MODERATOR, "class-love", "on")
    assert (await say(world, "사랑해")).notices == [Warned(("love",))]


async def test_trial_says_what_would_happen_to_whom_and_does_nothing(
    world: World, acts: Acts, views: Views
) -> None:
    await say(world, "사랑해")
    world.clock.forward(hours=1)
    anybody = await views.trial(MODERATOR, "사랑해", None)
    assert [new.step for new in anybody.decision.sanctions] == [1]
    cheolsu = await views.trial(MODERATOR, "사랑해", CHEOLSU)
    assert [new.step for new in cheolsu.decision.sanctions] == [2]
    calm = await views.trial(MODERATOR, "안녕", CHEOLSU)
    assert calm.decision == Decision()
    assert len(await record(world)) == 1
    del acts


async def test_words_said_elsewhere_and_accounts_elsewhere_are_not_shown(
    world: World, acts: Acts, views: Views
) -> None:
    del acts
    linking = Linking(world.engine)
    await linking.use_code(
        "telegram", "77", "철수", await linking.give_code("discord", "철수", "철수")
    )
    await say(world, "사랑해", "8")
    world.clock.forward(hours=1)
    await say(world, "사랑해", "7")
    elsewhere, here = (await views.history(MODERATOR, CHEOLSU)).cases
    assert (elsewhere.row.place, elsewhere.excerpt) == ("discord:8", None)
    assert (here.row.place, here.excerpt) == ("discord:7", "사랑해")
    assert [one.platform for one in here.accounts] == ["discord"]
