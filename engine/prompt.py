"""What the language model is given: pure functions from a turn's facts to text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.exchanges import Exchange
    from engine.inference.profile import TaskSpec

_PLACE = re.compile(r"\{(input|reply)\}")


def one_line(text: str) -> str:
    """`text` with every run of white space and control characters as one space.

    Prompts are made of lines, so a person who cannot write a line break cannot forge her lines.
    """
    printable = "".join(c if c.isprintable() or c in "\u200d\ufe0f" else " " for c in text)
    return " ".join(printable.split())


def final_input(
    message: str, *, time_mark: str | None, memory: str | None, summary: str | None
) -> str:
    """A message with what belongs before it: a memory, or else the summary of the last turn."""
    marked = f"(지금은 {time_mark}) {one_line(message)}" if time_mark else one_line(message)
    if memory:
        return f"{memory} {marked}"
    if summary:
        return f"(오로라 답변 요약) {summary} (사용자 질문) {marked}"
    return marked


def task_prompt(
    spec: TaskSpec, *, input_text: str = "", reply: str = "", examples: Sequence[Exchange] = ()
) -> str:
    """The prompt of one task, from its template in the profile, after the examples it is given."""
    shown = (f"{_fill(spec, e.input_text, '')} {e.reply}\n" for e in examples)
    return "".join(shown) + _fill(spec, input_text, reply)


def _fill(spec: TaskSpec, input_text: str, reply: str) -> str:
    words = {"input": input_text, "reply": one_line(reply)}
    return _PLACE.sub(lambda place: words[place[1]], spec.prompt)  # in one go: words stay words
