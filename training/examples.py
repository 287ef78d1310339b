"""From persona rows to what each task's LoRA is trained on: a prompt and its completion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.exchanges import Exchange
from engine.inference.profile import Task, TaskSpec
from engine.memory import NOTHING
from engine.prompt import Given, task_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.rows import PersonaRow


_ABOUT_THE_MESSAGE = ("fact", "refusal", "lookalike", "misfit", "crisis", "chat")
_SPEAKS_OF_TIME = re.compile("아침|오전|점심|오후|저녁|밤|새벽|요일|주말|오늘|내일|어제")
_WORD = re.compile(r"[가-힣A-Za-z0-9]+")
_ANYWHERE = frozenset({"오로", "로라", "했어"})


@dataclass(frozen=True, slots=True)
class Example:
    """What the model reads and what it should write, without begin and end tokens."""

    prompt: str
    completion: str


def example(spec: TaskSpec, row: PersonaRow, shown: Sequence[Exchange] = ()) -> Example:
    """The example that one row gives for one task, after the exchanges shown before it."""
    input_text = given_of(row).text
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


def given_of(row: PersonaRow) -> Given:
    """The row's message with what stands before it."""
    return Given(row.message, time_mark=row.time, memory=row.memory, summary=row.summary)


def exchange(row: PersonaRow) -> Exchange:
    """The row as an exchange that can be shown before another."""
    given = given_of(row)
    return Exchange(given.kind, row.message, given.text, row.reply, stands_alone(row))


def stands_alone(row: PersonaRow) -> bool:
    """Whether the row's reply answers its message whatever stands before it, at any time.

    With something before it, only what answers the message by itself is: her facts, what she
    declines, what the memory has nothing to do with; and no word of it comes from there.
    """
    if not (row.time or row.memory or row.summary):
        return True
    if (row.about or "").split("/")[0] not in _ABOUT_THE_MESSAGE:
        return False
    if row.time and _SPEAKS_OF_TIME.search(row.reply):
        return False
    given = _bigrams(f"{row.memory or ''} {row.summary or ''}")
    return not (_bigrams(row.reply) & given) - _bigrams(row.message) - _ANYWHERE


def _bigrams(text: str) -> set[str]:
    return {a + b for word in _WORD.findall(text) for a, b in pairwise(word)}
