"""Her reply to one message: candidates until one can be said, and the best of those."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

import structlog

from engine.errors import InferenceError
from engine.inference.profile import Task
from engine.inference.request import FinishReason, GenerationRequest, Priority
from engine.prompt import task_prompt
from engine.ranking import BEST_GENERATED, score, trust
from engine.reply import Problem, clean, problem_of
from engine.types import Reply

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from engine.exchanges import WrittenReply
    from engine.inference.request import Completion
    from engine.models import Models
    from engine.prompt import Given
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Something she could say, with its `engine.ranking.score`."""

    text: str
    score: float
    first_token_s: float


class Speaker:
    """Generates some candidates at once, throws away what cannot be said, keeps the best one.

    Replies that we wrote for messages like this one are candidates too.
    """

    def __init__(self, models: Models, max_rounds: int) -> None:
        self._models = models
        self._max_rounds = max_rounds

    async def speak(
        self,
        given: Given,
        *,
        owner: str,
        seed: int,
        moment: Moment,
        said: Collection[str] = (),
    ) -> Spoken:
        """Her reply; its text is empty when no candidate of any round could be said.

        Args:
            given: the message with what stands before it.
            owner: whose turn it is, for the queue.
            seed: of the sampling.
            moment: when it is said.
            said: what she said to this person lately; said again only for want of something else.

        Raises:
            InferenceError: the model served no candidate.
        """
        spec = self._models.profile.tasks[Task.OUTPUT_MESSAGE]
        alike = await self._models.alike(given)
        written = _written(alike.replies, given, moment, said)
        for candidate in written:
            if candidate.score >= BEST_GENERATED and candidate.text not in said:
                return Spoken(Reply(candidate.text, tries=0), 0.0, 0.0)  # nothing could be better
        prompt = task_prompt(spec, input_text=given.text, examples=alike.examples)
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
            problems = [_problem(completion, moment, given.text) for completion in completions]
            finished = [c for c, problem in zip(completions, problems, strict=True) if not problem]
            usable = written + await self._scored(given.text, finished, num_rivals=len(written))
            if usable:
                new = [candidate for candidate in usable if candidate.text not in said]
                chosen = max(new or usable, key=attrgetter("score"))
                reply = Reply(chosen.text, tries)
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

    async def _scored(
        self, input_text: str, completions: Sequence[Completion], num_rivals: int
    ) -> list[_Candidate]:
        """A profile of one candidate has no encoder to compare with, and nothing to compare."""
        texts = [clean(completion.text) for completion in completions]
        has_choice = texts and len(texts) + num_rivals > 1
        fits = (
            await self._models.reply_fits(input_text, texts) if has_choice else [0.0] * len(texts)
        )
        return [
            _Candidate(text, score(fit, completion.mean_logprob), completion.first_token_s)
            for text, fit, completion in zip(texts, fits, completions, strict=True)
        ]


def _written(
    replies: Sequence[WrittenReply], given: Given, moment: Moment, said: Collection[str]
) -> list[_Candidate]:
    """The first one that can be said and was not said lately, or else was; none or one."""
    for reply in sorted(replies, key=lambda reply: reply.text in said):
        if not problem_of(reply.text, is_finished=True, moment=moment, known=given.text):
            nats = trust(reply.likeness, given.kind)
            return [_Candidate(reply.text, score(reply.fit, nats), 0.0)]
    return []


def _problem(completion: Completion, moment: Moment, known: str) -> Problem | None:
    finished = completion.finish_reason is FinishReason.STOP
    return problem_of(clean(completion.text), is_finished=finished, moment=moment, known=known)
