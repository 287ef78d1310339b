"""What follows a reply that is out already: what she notes down, how she sums up, how she looks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import structlog

from engine.errors import InferenceError
from engine.expression import Expression, parse_expression
from engine.inference.profile import Task
from engine.inference.request import GenerationRequest, Priority
from engine.memory import grounded_note
from engine.prompt import one_line, task_prompt

if TYPE_CHECKING:
    from engine.inference.request import Completion
    from engine.memory import Note
    from engine.models import Models

MAX_SUMMARY_CHARS = 80
_PRIORITIES = {
    Task.SUMMARY: Priority.SUMMARY,
    Task.MEMORY: Priority.MEMORY,
    Task.EYES_MOUTH_POSE: Priority.EXPRESSION,
}
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Afterthoughts:
    """What the three later tasks gave; each may have given nothing."""

    note: Note | None
    summary: str | None
    expression: Expression | None


async def think(
    models: Models, task: Task, *, input_text: str, reply: str, owner: str, seed: int
) -> Completion:
    """What one of the later tasks writes for an input and its reply.

    Raises:
        InferenceError: the model did not serve it.
    """
    prompt = task_prompt(models.profile.tasks[task], input_text=input_text, reply=reply)
    return await models.generate(GenerationRequest(task, prompt, owner, _PRIORITIES[task], seed))


async def reflect(
    models: Models, *, message: str, input_text: str, reply: str, owner: str, seed: int
) -> Afterthoughts:
    """Run the three later tasks at lower priority, batched with everybody else's work."""

    async def ask(task: Task) -> str | None:
        try:
            completion = await think(
                models, task, input_text=input_text, reply=reply, owner=owner, seed=seed
            )
        except InferenceError as error:  # the reply is out: a missing summary must not spoil it
            log.warning("afterwards.failed", task=task.value, reason=type(error).__name__)
            return None
        return completion.text

    summary, note, face = await asyncio.gather(
        ask(Task.SUMMARY), ask(Task.MEMORY), ask(Task.EYES_MOUTH_POSE)
    )
    return Afterthoughts(
        note=grounded_note(note, message) if note else None,
        summary=one_line(summary)[:MAX_SUMMARY_CHARS] or None if summary else None,
        expression=parse_expression(face, Random(seed)) if face is not None else None,
    )
