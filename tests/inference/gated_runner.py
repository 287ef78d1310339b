"""A tiny model whose steps a test lets go one by one, behind the real worker."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import TYPE_CHECKING

from engine.inference.lora import NO_LORA
from engine.inference.request import Priority, Request, Sampling
from engine.inference.runner import ModelRunner
from engine.inference.sampling import Token
from engine.inference.scheduler import Scheduler
from engine.inference.worker import InferenceWorker, LoadedBase
from tests.inference.tiny import byte_tokenizer, tiny_gemma

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.inference.scheduler import Batch
    from engine.inference.tokenizer import TextTokenizer

    Build = Callable[[TextTokenizer, float, Callable[[], bool]], Request]

EOS, LETTER = 1, 70
MAX_WAITING, MAX_PROMPT_TOKENS = 3, 8
PATIENCE_S = 30.0  # only a broken worker takes this long


class GatedRunner(ModelRunner):
    """A tiny real model that waits for a permit before every step, and never ends by itself."""

    def __init__(self) -> None:
        super().__init__(tiny_gemma(), [], max_slots=1, max_tokens=32)
        self.batches: list[list[str]] = []
        self.errors: deque[Exception] = deque()
        self._entered = threading.Semaphore(0)
        self._permits = threading.Semaphore(0)

    def step(self, batch: Batch) -> dict[Request, Token | None]:
        self.batches.append([request.owner for request in batch.decode + batch.prefill])
        self._entered.release()
        assert self._permits.acquire(timeout=PATIENCE_S)
        if self.errors:
            raise self.errors.popleft()
        tokens = super().step(batch)
        return {
            request: Token(LETTER, token.logprob) if token and token.id == EOS else token
            for request, token in tokens.items()
        }

    def permit(self, num_steps: int = 10_000) -> None:
        """Let so many steps go; without a number, all."""
        self._permits.release(num_steps)

    async def entered(self) -> None:
        """Wait until a step has begun."""
        assert await asyncio.to_thread(self._entered.acquire, timeout=PATIENCE_S)


class BrokenScheduler(Scheduler):
    """A bug where nobody expects one."""

    def schedule(self, now: float) -> Batch:
        if self.num_waiting:
            raise ZeroDivisionError
        return super().schedule(now)


def building(owner: str, *, num_new: int = 3, num_prompt: int = 2) -> Build:
    def build(_: TextTokenizer, submitted_at: float, is_abandoned: Callable[[], bool]) -> Request:
        return Request(
            prompt_ids=[5] * num_prompt,
            lora=NO_LORA,
            owner=owner,
            priority=Priority.REPLY,
            max_new_tokens=num_new,
            sampling=Sampling(0.0, 1.0, 0),
            submitted_at=submitted_at,
            is_abandoned=is_abandoned,
        )

    return build


def started(runner: ModelRunner, scheduler: Scheduler) -> InferenceWorker:
    base = LoadedBase(byte_tokenizer(), runner, scheduler, MAX_PROMPT_TOKENS)
    seconds = iter(range(1_000_000))
    worker = InferenceWorker(
        {"tiny": base}, max_waiting=MAX_WAITING, monotonic=lambda: float(next(seconds))
    )
    worker.start()
    return worker
