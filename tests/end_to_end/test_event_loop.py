"""She keeps listening while she thinks: no model and nothing slow runs on the event loop.

How long the loop is held is measured in its own thread's processor time, so that neither the
models' thread nor anything else on the machine counts, only what the loop itself is kept busy with.
Waiting costs no processor time; that nothing waits is the other test's matter.
"""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from blockbuster import BlockingError, blockbuster_ctx
from torch.nn.modules.module import register_module_forward_pre_hook

from bot.collecting_via import CollectingVia
from bot.texts import Texts
from engine.inference.profile import EncoderRole
from engine.types import Utterance

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    import torch

    from engine.engine import Engine
    from engine.inference.service import Inference
    from engine.types import TurnReport
    from tests.end_to_end.conftest import MakeEngine

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]
MAX_HELD_S = 0.05
TICK_S = 0.002
LONG = "오늘 학교에서 친구들이랑 점심 먹고 도서관에서 과제를 했는데 생각보다 재미있었어"
PASTED = "가나다라 마바사 " * 220  # refused, but its tokens are counted first


def utterance(engine: Engine, person: str, text: str) -> Utterance:
    return Utterance("terminal", uuid4().hex, person, person, person, text, engine.clock())


async def answer_four(engine: Engine, text: str) -> list[TurnReport | None]:
    """Four persons at once, and a fifth one who pastes a long text."""
    said = [(f"{i}번", f"{text} {i}") for i in range(4)] + [("5번", PASTED)]
    return await asyncio.gather(
        *(engine.respond(utterance(engine, who, what), CollectingVia()) for who, what in said)
    )


@asynccontextmanager
async def ticking() -> AsyncIterator[list[float]]:
    """How long the loop was held between two ticks, in seconds of its thread's processor time."""
    held: list[float] = []

    async def tick() -> None:
        before = time.thread_time()
        while True:
            await asyncio.sleep(TICK_S)
            now = time.thread_time()
            held.append(now - before)
            before = now

    ticker = asyncio.create_task(tick())
    await asyncio.sleep(0)
    try:
        yield held
    finally:
        ticker.cancel()
        await asyncio.wait([ticker])


@contextmanager
def model_threads() -> Iterator[set[str]]:
    """The threads on which any part of any model runs meanwhile."""
    names: set[str] = set()

    def note(_module: torch.nn.Module, _inputs: Any) -> None:
        names.add(threading.current_thread().name)

    hook = register_module_forward_pre_hook(note)
    try:
        yield names
    finally:
        hook.remove()


def judge_on_the_loop(inference: Inference) -> None:
    """What must never happen: a model called where the loop runs."""
    texts = [f"{LONG} {uuid4()}" for _ in range(16)]
    inference._encoder.embed(EncoderRole.ETHICS, texts)


async def test_loop_is_never_held_while_she_answers_four_persons(make_engine: MakeEngine) -> None:
    engine = make_engine()
    await answer_four(engine, "안녕")  # first times: statements are compiled, classes embedded
    async with ticking() as held:
        reports = await answer_four(engine, LONG)
    assert all(report is not None for report in reports)
    assert max(held) < MAX_HELD_S


async def test_a_model_on_the_loop_would_be_seen(inference: Inference) -> None:
    async with ticking() as held:
        await asyncio.sleep(10 * TICK_S)
        judge_on_the_loop(inference)
        await asyncio.sleep(10 * TICK_S)
    assert max(held) > MAX_HELD_S


async def test_models_run_on_their_own_thread_only(
    make_engine: MakeEngine, inference: Inference
) -> None:
    engine = make_engine()
    with model_threads() as names:
        await answer_four(engine, LONG)
    assert names == {"inference"}
    with model_threads() as names:
        judge_on_the_loop(inference)
    assert names == {threading.current_thread().name}


async def test_nothing_in_a_turn_blocks_the_loop(make_engine: MakeEngine) -> None:
    engine = make_engine()
    with blockbuster_ctx(["bot", "engine", "storage"]):
        report = await engine.respond(utterance(engine, "철수", LONG), CollectingVia())
        assert report is not None
        assert report.reply is not None
        with pytest.raises(BlockingError):
            Texts.load()  # reads its files
