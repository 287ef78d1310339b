"""From persona rows to what each task's LoRA is trained on: a prompt and its completion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.exchanges import Exchange, kind_of
from engine.inference.profile import Task, TaskSpec
from engine.memory import NOTHING
from engine.prompt import final_input, task_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.rows import PersonaRow


@dataclass(frozen=True, slots=True)
class Example:
    """What the model reads and what it should write, without begin and end tokens."""

    prompt: str
    completion: str


def example(spec: TaskSpec, row: PersonaRow, shown: Sequence[Exchange] = ()) -> Example:
    """The example that one row gives for one task, after the exchanges shown before it."""
    input_text = input_of(row)
    completion = {
        Task.OUTPUT_MESSAGE: row.reply,
        Task.MEMORY: row.remember or NOTHING,
        Task.SUMMARY: row.turn_summary,
        Task.EYES_MOUTH_POSE: row.expression,
    }[spec.task]
    return Example(
        prompt=task_prompt(spec, input_text=input_text, reply=row.reply, examples=shown),
        completion=f" {completion} {spec.stop}".rstrip(),
    )


def input_of(row: PersonaRow) -> str:
    """The row's message with what stands before it."""
    return final_input(row.message, time_mark=row.time, memory=row.memory, summary=row.summary)


def exchange(row: PersonaRow) -> Exchange:
    """The row as an exchange that can be shown before another."""
    kind = kind_of(memory=row.memory, summary=row.summary)
    return Exchange(kind, row.message, input_of(row), row.reply)
