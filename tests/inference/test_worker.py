"""The one thread that owns the models: who waits is answered, whatever happens."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from engine.errors import Overloaded, PromptTooLong, StepFailed, WorkerStopped
from engine.inference.request import FinishReason, Request
from engine.inference.scheduler import Scheduler
from tests.inference.gated_runner import (
    MAX_PROMPT_TOKENS,
    MAX_WAITING,
    PATIENCE_S,
    BrokenScheduler,
    GatedRunner,
    building,
    started,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.inference.request import Completion
    from engine.inference.tokenizer import TextTokenizer
    from engine.inference.worker import InferenceWorker
    from tests.inference.gated_runner import Build


@pytest.fixture
def runner() -> GatedRunner:
    return GatedRunner()


@pytest.fixture
def worker(runner: GatedRunner) -> Iterator[InferenceWorker]:
    """One slot: two requests never share a batch."""
    worker = started(runner, Scheduler(max_slots=1, max_prefill_tokens=64))
    yield worker
    runner.permit()
    worker.close()


def submit(worker: InferenceWorker, build: Build) -> asyncio.Task[Completion]:
    return asyncio.create_task(worker.generate("tiny", build))


async def within(task: asyncio.Task[Completion]) -> Completion:
    async with asyncio.timeout(PATIENCE_S):
        return await task


def until_stopped(worker: InferenceWorker) -> None:
    while not worker._stopped:
        time.sleep(0.001)


async def cancel(task: asyncio.Task[Completion]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_completion_tells_what_was_generated(
    worker: InferenceWorker, runner: GatedRunner
) -> None:
    runner.permit()
    completion = await worker.generate("tiny", building("a", num_new=4))
    assert completion.finish_reason is FinishReason.LENGTH
    assert (completion.num_prompt_tokens, completion.num_new_tokens) == (2, 4)
    assert 0 < completion.queue_s < completion.first_token_s < completion.all_s


async def test_cancelled_request_frees_its_slot_at_the_next_step(
    worker: InferenceWorker, runner: GatedRunner
) -> None:
    gone, waiting = submit(worker, building("gone")), submit(worker, building("waiting"))
    await runner.entered()
    await cancel(gone)
    assert worker.num_in_flight == 1
    runner.permit()
    await within(waiting)
    assert runner.batches == [["gone"], ["waiting"], ["waiting"], ["waiting"]]


async def test_caller_that_goes_before_its_turn_is_never_run(
    worker: InferenceWorker, runner: GatedRunner
) -> None:
    first, gone = submit(worker, building("first")), submit(worker, building("gone"))
    await runner.entered()
    await cancel(gone)
    runner.permit()
    await within(first)
    await within(submit(worker, building("last")))
    assert ["gone"] not in runner.batches


async def test_caller_that_goes_at_the_worst_moment_breaks_nothing(
    worker: InferenceWorker, runner: GatedRunner
) -> None:
    """Still there when the abandoned are dropped, gone when their tickets are."""
    looks = iter([False])

    def build(tokenizer: TextTokenizer, at: float, is_abandoned: Callable[[], bool]) -> Request:
        request = building("leaving", num_new=1)(tokenizer, at, is_abandoned)
        request.is_abandoned = lambda: next(looks, True)
        return request

    leaving = submit(worker, build)
    runner.permit()
    await within(submit(worker, building("staying")))
    await cancel(leaving)
    assert worker.num_in_flight == 0


async def test_full_worker_refuses_at_the_door(
    worker: InferenceWorker, runner: GatedRunner
) -> None:
    accepted = [submit(worker, building(str(number))) for number in range(MAX_WAITING)]
    await runner.entered()
    with pytest.raises(Overloaded) as refused:
        await worker.generate("tiny", building("too many"))
    assert (refused.value.num_waiting, refused.value.max_waiting) == (MAX_WAITING, MAX_WAITING)
    runner.permit()
    await asyncio.gather(*accepted)
    await worker.generate("tiny", building("later"))


async def test_step_that_raises_fails_its_own_batch_only(
    worker: InferenceWorker, runner: GatedRunner
) -> None:
    runner.errors.append(MemoryError("no room"))
    unlucky, lucky = submit(worker, building("unlucky")), submit(worker, building("lucky"))
    runner.permit()
    with pytest.raises(StepFailed, match="no room"):
        await within(unlucky)
    assert (await within(lucky)).num_new_tokens == 3


async def test_request_that_cannot_be_built_fails_alone(
    worker: InferenceWorker, runner: GatedRunner
) -> None:
    def build(*_: object) -> Request:
        raise TypeError("no text")

    runner.permit()
    with pytest.raises(TypeError, match="no text"):
        await within(submit(worker, build))
    await within(submit(worker, building("next")))


async def test_prompt_has_to_fit_into_a_slot(worker: InferenceWorker, runner: GatedRunner) -> None:
    runner.permit()
    await worker.generate("tiny", building("fits", num_prompt=MAX_PROMPT_TOKENS))
    with pytest.raises(PromptTooLong):
        await worker.generate("tiny", building("long", num_prompt=MAX_PROMPT_TOKENS + 1))


async def test_encoder_jobs_are_served_between_steps(
    worker: InferenceWorker, runner: GatedRunner
) -> None:
    reply = submit(worker, building("a"))
    await runner.entered()
    verdict = asyncio.create_task(worker.call(lambda: threading.current_thread().name))
    await asyncio.sleep(0)
    runner.permit(1)
    async with asyncio.timeout(PATIENCE_S):
        assert await verdict == "inference"
    await runner.entered()
    assert not reply.done()
    assert len(runner.batches) == 2


async def test_job_that_raises_fails_alone(worker: InferenceWorker) -> None:
    with pytest.raises(ZeroDivisionError):
        await worker.call(lambda: 1 / 0)
    assert await worker.call(lambda: 1) == 1


async def test_job_nobody_waits_for_is_left_out(
    worker: InferenceWorker, runner: GatedRunner
) -> None:
    served: list[int] = []
    reply = submit(worker, building("a", num_new=1))
    await runner.entered()
    job = asyncio.create_task(worker.call(lambda: served.append(1)))
    await asyncio.sleep(0)
    job.cancel()
    runner.permit()
    await within(reply)
    await worker.call(lambda: None)
    assert served == []


async def test_stop_rejects_what_runs_and_what_waits(
    worker: InferenceWorker, runner: GatedRunner
) -> None:
    requests = [submit(worker, building(name, num_new=9)) for name in ("running", "waiting")]
    await runner.entered()
    stopping = asyncio.create_task(worker.stop())
    await asyncio.to_thread(until_stopped, worker)
    runner.permit(1)
    for request in requests:
        with pytest.raises(WorkerStopped):
            await within(request)
    await stopping
    with pytest.raises(WorkerStopped):
        await worker.generate("tiny", building("late"))
    with pytest.raises(WorkerStopped):
        await worker.call(lambda: None)
    await asyncio.sleep(0)  # the refused one leaves by a callback
    assert worker.num_in_flight == 0


async def test_worker_that_breaks_leaves_nobody_waiting(runner: GatedRunner) -> None:
    worker = started(runner, BrokenScheduler(max_slots=1, max_prefill_tokens=64))
    with pytest.raises(WorkerStopped):
        await within(submit(worker, building("unlucky")))
    await worker.stop()


async def test_nothing_stays_in_flight(worker: InferenceWorker, runner: GatedRunner) -> None:
    runner.errors.append(ValueError("broken"))
    fails = submit(worker, building("fails"))
    runner.permit(1)
    with pytest.raises(StepFailed):
        await within(fails)
    gone, ends = submit(worker, building("gone")), submit(worker, building("ends"))
    await cancel(gone)
    long = submit(worker, building("long", num_prompt=99))
    runner.permit()
    await within(ends)
    with pytest.raises(PromptTooLong):
        await within(long)
    assert worker.num_in_flight == 0
