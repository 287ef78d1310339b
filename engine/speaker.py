"""Her reply to one message: tries until one can be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from engine.inference.profile import Task
from engine.inference.request import FinishReason, GenerationRequest, Priority
from engine.prompt import task_prompt
from engine.reply import Problem, clean, problem_of
from engine.types import Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.exchanges import Exchange
    from engine.models import Models
    from engine.time_mark import Moment

_MAX_TRIES_PER_SEED = 16
_HOTTER = 0.1
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply and where its time went, in seconds since the first try was submitted."""

    reply: Reply
    queue_s: float
    first_text_s: float


class Speaker:
    """Generates replies and throws away what cannot be said."""

    def __init__(self, models: Models, max_tries: int) -> None:
        self._models = models
        self._max_tries = max_tries

    async def speak(
        self,
        input_text: str,
        *,
        owner: str,
        seed: int,
        moment: Moment,
        examples: Sequence[Exchange],
    ) -> Spoken:
        """Her reply; its text is empty when no try could be said.

        Raises:
            InferenceError: the model did not serve a try.
        """
        spec = self._models.profile.tasks[Task.OUTPUT_MESSAGE]
        prompt = task_prompt(spec, input_text=input_text, examples=examples)
        queue_s, before_s, heat = 0.0, 0.0, 0.0
        for tries in range(1, self._max_tries + 1):
            completion = await self._models.generate(
                GenerationRequest(
                    task=Task.OUTPUT_MESSAGE,
                    prompt=prompt,
                    owner=owner,
                    priority=Priority.REPLY,
                    seed=seed * _MAX_TRIES_PER_SEED + tries,
                    extra_temperature=heat,
                )
            )
            queue_s += completion.queue_s
            text = clean(completion.text)
            finished = completion.finish_reason is FinishReason.STOP
            problem = problem_of(text, is_finished=finished, moment=moment, known=input_text)
            if problem is None:
                return Spoken(Reply(text, tries), queue_s, before_s + completion.first_token_s)
            log.info("reply.thrown_away", problem=problem.value, tries=tries)
            before_s += completion.all_s
            heat += _HOTTER if problem is Problem.WRONG_WEEKDAY else 0.0
        return Spoken(Reply("", self._max_tries), queue_s, before_s)
