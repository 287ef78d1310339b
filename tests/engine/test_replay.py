"""Recorded messages under other rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.replaying import replay
from engine.rules import Rules
from tests.scripted_models import normal_scores

if TYPE_CHECKING:
    from tests.engine.conftest import World

DAY = timedelta(days=1)
DEFAULT, STRICT = Rules.load("default"), Rules.load("strict")


async def talk(world: World) -> None:
    """A day of three people under the bare ladder."""
    world.models.verdicts = {
        "사랑해": normal_scores(love=0.99),
        "글쎄": normal_scores(love=world.engine.policy.thresholds.love + 0.01),
        "패드립": normal_scores(paedrip=0.99),
    }
    for text in ("사랑해", "사랑해"):
        await world.say(text)
    await world.say("글쎄", "영희")
    await world.say("패드립", "민수")
    await world.say("안녕", "민수")


async def test_same_rules_change_nothing(world: World) -> None:
    began = world.clock()
    await talk(world)
    change = await replay(world.engine.database, world.models, STRICT, began)
    assert change["messages"] == 4  # what was met with silence was not judged
    assert change["classes"]["love"] == {
        "decided": 3, "would_decide": 3, "newly": 0, "no_longer": 0, "sanctions": 3,
        "would_sanction": 3, "block_hours": 1.0, "would_block_hours": 1.0,
    }  # fmt: skip
    assert change["classes"]["paedrip"]["block_hours"] == 168
    assert change["classes"]["hate"]["decided"] == 0


async def test_patient_rules_sanction_less(world: World) -> None:
    began = world.clock()
    await talk(world)
    change = await replay(world.engine.database, world.models, DEFAULT, began)
    love, paedrip = change["classes"]["love"], change["classes"]["paedrip"]
    assert (love["would_decide"], love["would_sanction"]) == (3, 2)  # the second was too soon
    assert (paedrip["would_sanction"], paedrip["would_block_hours"]) == (1, 0)  # it waits


async def test_other_thresholds_and_classes_decide_otherwise(world: World) -> None:
    began = world.clock()
    await talk(world)
    stricter = STRICT.changed("threshold-love", "+0.1").changed("class-paedrip", "off")
    change = await replay(world.engine.database, world.models, stricter, began)
    assert (change["classes"]["love"]["no_longer"], change["classes"]["love"]["newly"]) == (1, 0)
    assert change["classes"]["paedrip"]["would_decide"] == 0
    world.models.verdicts = {"글쎄": normal_scores(hate=0.99)}  # another model
    other = (await replay(world.engine.database, world.models, STRICT, began))["classes"]
    assert (other["love"]["no_longer"], other["hate"]["newly"]) == (3, 1)
    assert (await replay(world.engine.database, world.models, STRICT, world.clock() + DAY))[
        "messages"
    ] == 0


async def test_waiting_case_is_confirmed_by_the_second_message(world: World) -> None:
    began = world.clock()
    world.engine.policy = replace(world.engine.policy, rules=DEFAULT)
    world.models.verdicts = {"패드립": normal_scores(paedrip=0.99)}
    await world.say("패드립")
    world.clock.forward(hours=1)
    await world.say("패드립")
    change = await replay(world.engine.database, world.models, DEFAULT, began)
    assert change["classes"]["paedrip"] == {
        "decided": 2, "would_decide": 2, "newly": 0, "no_longer": 0, "sanctions": 1,
        "would_sanction": 1, "block_hours": 168.0, "would_block_hours": 168.0,
    }  # fmt: skip
