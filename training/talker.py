"""Her four tasks on rows of ours, by the very parts that the product uses, many at once."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from tqdm.asyncio import tqdm

from engine.afterwards import think
from engine.recall import follows_up
from engine.speaker import Speaker
from engine.time_mark import WEEKDAYS, Moment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from engine.inference.profile import Task
    from engine.models import Models
    from engine.prompt import Given
    from engine.speaker import Spoken

MAX_TRIES = 5
_MAX_AT_ONCE = 16
_ANY_MOMENT = Moment(weekday=2, part="오후")

T = TypeVar("T")


def moment_of(given: Given) -> Moment:
    """When it is said; some Wednesday afternoon if the message does not need to know."""
    if given.time_mark is None:
        return _ANY_MOMENT
    day, part = given.time_mark.split()
    return Moment(WEEKDAYS.index(day), part)


@dataclass(frozen=True, slots=True)
class Answer:
    """A text of hers and what it took; `text` is empty when no try could be said."""

    text: str
    tries: int
    num_tokens: int
    seconds: float


class Talker:
    """Asks the models, at most a batch at once, in the order asked."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._speaker = Speaker(models, MAX_TRIES)
        self._places = asyncio.Semaphore(_MAX_AT_ONCE)

    async def all(self, what: str, questions: Sequence[Awaitable[T]]) -> list[T]:
        """All answers, in order; a bar on stderr, named `what`, tells how long it will take."""

        async def one(question: Awaitable[T]) -> T:
            async with self._places:
                return await question

        return await tqdm.gather(*(one(question) for question in questions), desc=what)

    async def reply(self, given: Given, seed: int) -> Answer:
        """Her reply, with recall, examples, tries and choice as in a turn.

        The given memory is all that she remembers of the person.
        """
        started = time.monotonic()
        given = await self._recalled(given)
        spoken: Spoken = await self._speaker.speak(
            given,
            owner=str(seed),
            seed=seed,
            moment=moment_of(given),
        )
        tokens = self._models.num_tokens(spoken.reply.text)
        return Answer(spoken.reply.text, spoken.reply.tries, tokens, time.monotonic() - started)

    async def after(self, task: Task, given: Given, reply: str, seed: int) -> Answer:
        """What one of the three later tasks writes for a message and its reply."""
        started = time.monotonic()
        completion = await think(
            self._models,
            task,
            input_text=given.text,
            reply=reply,
            owner=str(seed),
            seed=seed,
        )
        return Answer(
            completion.text.strip(), 1, completion.num_new_tokens, time.monotonic() - started
        )

    async def _recalled(self, given: Given) -> Given:
        """Without a memory that does not fit and without a last turn that is not gone on from."""
        profile, memory, summary = self._models.profile, given.memory, given.summary
        texts = [text for text in (memory, summary) if text]
        fits = await self._models.fits(given.message, texts)
        scores = dict(zip(texts, fits, strict=True))
        if memory and scores[memory] < profile.recall_threshold:
            memory = None
        if summary and not follows_up(scores[summary], profile.summary_threshold):
            summary = None
        return replace(given, memory=memory, summary=summary)
