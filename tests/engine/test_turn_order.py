"""One turn at a time per person, many persons at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from engine.turn_order import TurnOrder


async def test_turns_of_a_person_follow_each_other_in_order() -> None:
    order, log = TurnOrder(), []

    async def turn(number: int) -> None:
        async with order.turn(1):
            log.append(("in", number))
            await asyncio.sleep(0)
            log.append(("out", number))

    await asyncio.gather(*(turn(number) for number in range(5)))
    assert log == [(what, number) for number in range(5) for what in ("in", "out")]


async def test_persons_do_not_wait_for_each_other() -> None:
    order = TurnOrder()
    async with order.turn(1), order.turn(2):
        assert (order.num_turns(1), order.num_turns(2), order.num_turns(3)) == (1, 1, 0)


async def test_waiting_turns_are_counted_and_forgotten() -> None:
    order, is_over = TurnOrder(), asyncio.Event()

    async def turn() -> None:
        async with order.turn(1):
            await is_over.wait()

    tasks = [asyncio.create_task(turn()) for _ in range(3)]
    await asyncio.sleep(0)
    assert order.num_turns(1) == 3
    is_over.set()
    await asyncio.gather(*tasks)
    assert order.num_turns(1) == 0
    assert order._locks == {}


async def test_cancelled_turn_lets_the_next_one_in() -> None:
    order = TurnOrder()

    async def turn() -> None:
        async with order.turn(1):
            await asyncio.Event().wait()

    running, waiting = asyncio.create_task(turn()), asyncio.create_task(turn())
    await asyncio.sleep(0)
    for task in (waiting, running):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    async with asyncio.timeout(1), order.turn(1):
        assert order.num_turns(1) == 1


async def test_turn_that_breaks_is_over() -> None:
    order = TurnOrder()
    with pytest.raises(ZeroDivisionError):
        async with order.turn(1):
            raise ZeroDivisionError
    assert order.num_turns(1) == 0
