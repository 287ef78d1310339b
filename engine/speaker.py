"""Her reply to one message: candidates until one can be said, and the best of those."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from engine.errors import InferenceError
from engine.inference.profile import Task
from engine.inference.request import FinishReason, GenerationRequest, Priority
from engine.prompt import task_prompt
from engine.ranking import best
from engine.reply import Problem, clean, problem_of
from engine.types import Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.exchanges import Exchange
    from engine.inference.request import Completion
    from engine.models import Models
    from engine.time_mark import Moment

_MAX_TRIES_PER_SEED = 64
_HOTTER = 0.1
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply and where its time went, in seconds since the first try was submitted."""

    reply: Reply
    queue_s: float
    first_text_s: float


class Speaker:
    """Generates some candidates at once, throws away what cannot be said, keeps the best one."""

    def __init__(self, models: Models, max_rounds: int) -> None:
        self._models = models
        self._max_rounds = max_rounds

    async def speak(
        self,
        input_text: str,
        *,
        owner: str,
        seed: int,
        moment: Moment,
        examples: Sequence[Exchange],
    ) -> Spoken:
        """Her reply; its text is empty when no candidate of any round could be said.

        Raises:
            InferenceError: the model served no candidate.
        """
        spec = self._models.profile.tasks[Task.OUTPUT_MESSAGE]
        prompt = task_prompt(spec, input_text=input_text, examples=examples)
        first = GenerationRequest(
            Task.OUTPUT_MESSAGE, prompt, owner, Priority.REPLY, seed * _MAX_TRIES_PER_SEED
        )
        queue_s, before_s, heat, tries = 0.0, 0.0, 0.0, 0
        for start in range(0, self._max_rounds * spec.num_candidates, spec.num_candidates):
            seeds = range(first.seed + start, first.seed + start + spec.num_candidates)
            completions = await self._served(
                [replace(first, seed=seed, extra_temperature=heat) for seed in seeds]
            )
            tries += len(completions)
            queue_s += min(completion.queue_s for completion in completions)
            problems = [_problem(completion, moment, input_text) for completion in completions]
            pairs = zip(completions, problems, strict=True)
            usable = [completion for completion, problem in pairs if problem is None]
            if usable:
                chosen = await self._best(input_text, usable)
                reply = Reply(clean(chosen.text), tries)
                return Spoken(reply, queue_s, before_s + chosen.first_token_s)
            log.info("reply.thrown_away", problems=[p.value for p in problems if p], tries=tries)
            before_s += max(completion.all_s for completion in completions)
            heat += _HOTTER if Problem.WRONG_WEEKDAY in problems else 0.0
        return Spoken(Reply("", tries), queue_s, before_s)

    async def _served(self, requests: Sequence[GenerationRequest]) -> list[Completion]:
        """Those that were served: when the queue is nearly full, fewer candidates will do."""
        generations = (self._models.generate(request) for request in requests)
        results = await asyncio.gather(*generations, return_exceptions=True)
        served = [result for result in results if not isinstance(result, BaseException)]
        for result in results:
            if isinstance(result, BaseException) and not (
                served and isinstance(result, InferenceError)
            ):
                raise result
        return served

    async def _best(self, input_text: str, usable: Sequence[Completion]) -> Completion:
        if len(usable) == 1:
            return usable[0]
        fits = await self._models.reply_fits(input_text, [c.text for c in usable])
        return usable[best(fits, [c.mean_logprob for c in usable])]


def _problem(completion: Completion, moment: Moment, known: str) -> Problem | None:
    finished = completion.finish_reason is FinishReason.STOP
    return problem_of(clean(completion.text), is_finished=finished, moment=moment, known=known)
