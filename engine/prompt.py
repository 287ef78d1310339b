"""What the language model is given: pure functions from a turn's facts to text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.exchanges import InputKind

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


@dataclass(frozen=True, slots=True)
class Given:
    """A message with what belongs before it: a memory, or else the summary of the last turn."""

    message: str
    time_mark: str | None = None
    memory: str | None = None
    summary: str | None = None

    @property
    def text(self) -> str:
        """All of it in one line, as the model is given it."""
        marked = one_line(self.message)
        if self.time_mark:
            marked = f"(지금은 {self.time_mark}) {marked}"
        if self.memory:
            return f"{self.memory} {marked}"
        if self.summary:
            return f"(오로라 답변 요약) {self.summary} (사용자 질문) {marked}"
        return marked

    @property
    def kind(self) -> InputKind:
        """What stands before the message."""
        if self.memory:
            return InputKind.MEMORY
        return InputKind.SUMMARY if self.summary else InputKind.PLAIN


def task_prompt(
    spec: TaskSpec, *, input_text: str = "", reply: str = "", examples: Sequence[Exchange] = ()
) -> str:
    """The prompt of one task, from its template in the profile, after the examples it is given."""
    shown = (f"{_fill(spec, e.input_text, '')} {e.reply}\n" for e in examples)
    return "".join(shown) + _fill(spec, input_text, reply)


def _fill(spec: TaskSpec, input_text: str, reply: str) -> str:
    words = {"input": input_text, "reply": one_line(reply)}
    return _PLACE.sub(lambda place: words[place[1]], spec.prompt)  # in one go: words stay words
