"""The one thread that owns the models.

Callers live on an event loop and await futures; the thread takes their jobs from a queue and
answers by `loop.call_soon_threadsafe`. No model is ever called on the loop. Between two steps of
the language model the thread serves the encoder's jobs, so a verdict never waits for somebody
else's reply.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import structlog

from engine.errors import InferenceError, Overloaded, PromptTooLong, StepFailed, WorkerStopped
from engine.inference.request import Completion, FinishReason, Request
from engine.inference.ticket import Ticket

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.inference.runner import ModelRunner
    from engine.inference.sampling import Token
    from engine.inference.scheduler import Batch, Scheduler
    from engine.inference.tokenizer import TextTokenizer

T = TypeVar("T")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class LoadedBase:
    """A base model ready to run: its tokenizer, its runner, and the order of its batches."""

    tokenizer: TextTokenizer
    runner: ModelRunner
    scheduler: Scheduler
    max_prompt_tokens: int  # how long a prompt may be so that a reply still fits into its slot


class InferenceWorker:
    """Runs jobs (encoder calls) and requests (generations) on one thread."""

    def __init__(
        self, bases: Mapping[str, LoadedBase], *, max_waiting: int, monotonic: Callable[[], float]
    ) -> None:
        self._bases = bases
        self._max_waiting = max_waiting
        self._monotonic = monotonic
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._tickets: dict[Request, tuple[LoadedBase, Ticket[Completion]]] = {}
        self._num_in_flight = 0
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="inference", daemon=True)
        self._stopped = False
        self.last_step_at = monotonic()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    async def stop(self) -> None:
        """Refuse what waits, end the thread, and wait for it."""
        await asyncio.to_thread(self.close)

    def close(self) -> None:
        """The same for a caller without an event loop."""
        with self._lock:
            self._stopped = True
            self._inbox.put(None)
        self._thread.join()

    @property
    def num_in_flight(self) -> int:
        """How many generations were accepted and are not answered yet."""
        return self._num_in_flight

    async def call(self, job: Callable[[], T]) -> T:
        """Run an encoder job on the thread."""
        ticket: Ticket[T] = Ticket.new()

        def serve() -> None:
            if ticket.future.cancelled():
                return
            try:
                ticket.resolve(job())
            except Exception as error:  # the caller's await raises it
                ticket.reject(error)

        self._put(serve)
        return await ticket.future

    async def generate(
        self, base_name: str, build: Callable[[TextTokenizer, float, Callable[[], bool]], Request]
    ) -> Completion:
        """Queue a request and await its completion. Cancelling the caller frees its place.

        Args: base_name: which base model runs it. build: makes the request on the thread, from the
        tokenizer, the time of submission in seconds, and a function that tells whether the caller
        has gone.

        Raises:
            Overloaded: the queue is full; nothing was queued.
            PromptTooLong: the prompt does not fit into a slot.
            StepFailed: the model broke while this request was running.
            WorkerStopped: the worker is not running.
        """
        self._enter()
        ticket: Ticket[Completion] = Ticket.new()
        ticket.future.add_done_callback(lambda _: self._leave())
        base, submitted_at = self._bases[base_name], self._monotonic()

        def submit() -> None:
            if ticket.future.cancelled():
                return
            try:
                request = build(base.tokenizer, submitted_at, ticket.future.cancelled)
            except Exception as error:  # the caller's await raises it; the thread lives on
                ticket.reject(error)
                return
            if len(request.prompt_ids) > base.max_prompt_tokens:
                ticket.reject(PromptTooLong(len(request.prompt_ids), base.max_prompt_tokens))
                return
            self._tickets[request] = (base, ticket)
            base.scheduler.append(request)

        try:
            self._put(submit)
        except WorkerStopped:
            ticket.future.cancel()
            raise
        return await ticket.future

    def _put(self, item: Callable[[], None]) -> None:
        with self._lock:  # nothing may follow the sign to stop: nobody would serve it
            if self._stopped or not self._thread.is_alive():
                raise WorkerStopped("The inference worker is not running")
            self._inbox.put(item)

    def _enter(self) -> None:
        with self._lock:
            if self._num_in_flight >= self._max_waiting:
                raise Overloaded(self._num_in_flight, self._max_waiting)
            self._num_in_flight += 1

    def _leave(self) -> None:
        with self._lock:
            self._num_in_flight -= 1

    # --- on the thread ------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._serve()
        except Exception:  # a bug of ours: whoever waits has to hear of it all the same
            log.exception("inference.worker_broke")
        self._reject_all(WorkerStopped("The inference worker was stopped"))

    def _serve(self) -> None:
        while self._serve_inbox(wait=not self._tickets):
            for base in self._bases.values():
                self._step(base)
            self.last_step_at = self._monotonic()

    def _serve_inbox(self, *, wait: bool) -> bool:
        """Run everything that has come in; False when the worker was told to stop."""
        try:
            item = self._inbox.get(block=wait)
            while True:
                if item is None:
                    return False
                item()
                item = self._inbox.get_nowait()
        except queue.Empty:
            return True

    def _step(self, base: LoadedBase) -> None:
        for request in base.scheduler.drop_abandoned():
            self._leave_slot(base, request)
        self._forget_abandoned()
        batch = base.scheduler.schedule(self._monotonic())
        if not batch:
            return
        try:
            tokens = base.runner.step(batch)
        except Exception as error:
            log.exception("inference.step_failed", num_requests=len(batch.decode + batch.prefill))
            self._fail(base, batch, StepFailed(f"The model broke: {error}"))
            return
        # First every request takes its token, then the finished ones leave: a request that moves
        # into a freed slot must know how much of it is cached.
        results = {request: self._take(base, request, token) for request, token in tokens.items()}
        for request, result in results.items():
            if result is not None:
                self._end(base, request, result)

    def _take(
        self, base: LoadedBase, request: Request, token: Token | None
    ) -> Completion | InferenceError | None:
        """Append a token; the request's result if it was its last one."""
        if token is None:
            return StepFailed("The model's numbers are not finite")
        now = self._monotonic()
        request.first_token_at = request.first_token_at or now
        request.new_ids.append(token.id)
        request.sum_logprob += token.logprob
        if base.tokenizer.is_over(request.new_ids, request.stop):
            return self._completion(base, request, FinishReason.STOP, now)
        if len(request.new_ids) >= request.max_new_tokens:
            return self._completion(base, request, FinishReason.LENGTH, now)
        return None

    def _end(self, base: LoadedBase, request: Request, result: Completion | InferenceError) -> None:
        self._leave_slot(base, request)
        _, ticket = self._tickets.pop(request, (base, None))
        if ticket is None:
            return  # its caller went while this step ran
        if isinstance(result, InferenceError):
            ticket.reject(result)
        else:
            ticket.resolve(result)

    def _leave_slot(self, base: LoadedBase, request: Request) -> None:
        """Take a request out, and follow the one that moves into its slot."""
        if move := base.scheduler.leave(request):
            moved = base.scheduler.running[move.target]
            base.runner.move(move, moved.num_cached_tokens)

    def _fail(self, base: LoadedBase, batch: Batch, error: InferenceError) -> None:
        for request in batch.prefill + batch.decode:
            base.scheduler.leave(request)  # all leave: no slot has to follow
            _, ticket = self._tickets.pop(request, (base, None))
            if ticket is not None:
                ticket.reject(error)

    def _forget_abandoned(self) -> None:
        for request in [r for r in self._tickets if r.is_abandoned()]:
            del self._tickets[request]

    def _reject_all(self, error: InferenceError) -> None:
        with self._lock:
            self._stopped = True
        while not self._inbox.empty():
            if item := self._inbox.get_nowait():
                item()  # a generation gets a ticket by that, which is rejected with the others
        for _, ticket in self._tickets.values():
            ticket.reject(error)
        self._tickets.clear()

    def _completion(
        self, base: LoadedBase, request: Request, reason: FinishReason, now: float
    ) -> Completion:
        start = request.submitted_at
        return Completion(
            text=base.tokenizer.decode(request.new_ids, request.stop).strip(),
            finish_reason=reason,
            num_prompt_tokens=len(request.prompt_ids),
            num_new_tokens=len(request.new_ids),
            mean_logprob=request.sum_logprob / len(request.new_ids),
            queue_s=(request.admitted_at or now) - start,
            first_token_s=(request.first_token_at or now) - start,
            all_s=now - start,
        )
