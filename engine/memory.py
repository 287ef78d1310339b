"""What she notes down of a person: the form `[key: value]`, read from the model's text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.prompt import one_line

NOTHING = "없음"
"""What the model writes when there is nothing to remember."""

MAX_VALUE_CHARS = 40
_FORM = re.compile(r"\[ ?([^\[\]: ][^\[\]:]{0,19}?) ?: ?([^\[\] ][^\[\]]*?) ?\]")


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth remembering that is not stored yet."""

    key: str
    value: str


def parse_note(text: str) -> Note | None:
    """The one note in the model's text; nothing when there is none, or more than one."""
    found = _FORM.findall(one_line(text))
    if len(found) != 1:
        return None
    key, value = found[0]
    return Note(key, value) if len(value) <= MAX_VALUE_CHARS else None


def is_grounded(note: Note, message: str) -> bool:
    """Whether the note's value was really said: at least half of its letters stand in the message.

    A small model sometimes invents; what was not said must not become a memory.
    """
    letters = [c for c in note.value if not c.isspace()]
    said = set(message)
    return bool(letters) and sum(c in said for c in letters) * 2 >= len(letters)


def grounded_note(text: str, message: str) -> Note | None:
    """The note in the model's text, if there is one and the message gives reason for it."""
    note = parse_note(text)
    return note if note and is_grounded(note, message) else None
