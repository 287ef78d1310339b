"""The rows of our data sets, how they are read and how they are split.

A row's `meaning` says in one slug what is said; the split is a function of the meaning, so two rows
that say the same thing never sit on both sides of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from engine.ethics import NORMAL
from engine.inference.profile import EncoderRole
from training import json_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Split(StrEnum):
    """What a row is used for."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class PersonaRow:
    """One turn: what she was given, what she said, what she noted down."""

    id: str
    meaning: str
    topic: str
    message: str
    reply: str
    turn_summary: str
    expression: str
    time: str | None = None
    memory: str | None = None
    summary: str | None = None
    remember: str | None = None
    about: str | None = None  # what it teaches: fact/NAME, refusal, lookalike, misfit, chat, ...

    @property
    def split(self) -> Split:
        """What the row is used for."""
        return split_of(self.meaning)


@dataclass(frozen=True, slots=True)
class EthicsRow:
    """One message and its classes; none means normal. `near` is the class it only looks like."""

    id: str
    meaning: str
    text: str
    labels: tuple[str, ...]
    near: str | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """Its labels, or that it is normal."""
        return self.labels or (NORMAL,)

    @property
    def split(self) -> Split:
        """What the row is used for; more are held back here, since a block rests on them."""
        return split_of(self.meaning, is_judged=True)


@dataclass(frozen=True, slots=True)
class RecallRow:
    """One memory with messages for which it is worth using, and messages for which it is not."""

    memory: str
    fits: tuple[str, ...]
    misfits: tuple[str, ...]

    @property
    def split(self) -> Split:
        """What the row is used for; a recall line is its own meaning."""
        return split_of(self.memory)


class Splits(Protocol):
    """What can be split."""

    @property
    def split(self) -> Split:
        """What it is used for."""


R = TypeVar("R", bound=Splits)


def is_about_a_fact(row: PersonaRow) -> bool:
    """Whether the row asks for something that is a fact of hers."""
    return row.about is not None and row.about.startswith("fact/")


def persona_rows() -> list[PersonaRow]:
    """All persona rows we wrote."""
    return [PersonaRow(**row) for row in _read("persona")]


def ethics_rows() -> list[EthicsRow]:
    """All ethics rows we wrote."""
    return [EthicsRow(**{**row, "labels": tuple(row["labels"])}) for row in _read("ethics")]


_CLOSE_FILES = ("heart", "askbody", "body", "unbodied")
_CLOSE_ROWS = frozenset(
    {
        "askadult-107", "asked-171", "askkid-149", "chatmood-190", "identity-138", "keep-213",
        "kept-063", "recall-020", "recall-132",
    }
)  # fmt: skip
"""Asking her out, or to be held: not normal messages, though she answers them lightly."""


def chat_rows() -> list[EthicsRow]:
    """What people say to her in our persona rows, as normal messages to train the judge on.

    What she declines is left out: it is what the other classes are made of, and so is much in the
    files of feelings and of her body ("안아줘", "손잡자"). So is what the ethics rows say already,
    on whichever side of their split.
    """
    known = {letters(row.text) for row in ethics_rows()}
    return [
        EthicsRow(f"chat-{row.id}", row.meaning, row.message, ())
        for row in persona_rows()
        if row.about != "refusal"
        and not row.id.startswith(_CLOSE_FILES)
        and row.id not in _CLOSE_ROWS
        and letters(row.message) not in known
    ]


def recall_rows() -> list[RecallRow]:
    """All recall lines we wrote."""
    return [
        RecallRow(row["memory"], tuple(row["fits"]), tuple(row["misfits"]))
        for row in _read("recall")
    ]


def rows_of_role(role: EncoderRole) -> Sequence[Splits]:
    """What one role of the encoder is trained on, all splits."""
    rows: dict[EncoderRole, Sequence[Splits]] = {
        EncoderRole.ETHICS: [*ethics_rows(), *chat_rows()],
        EncoderRole.RECALL: [*recall_rows(), *persona_rows()],
        EncoderRole.REPLY: persona_rows(),
    }
    return rows[role]


def split_of(meaning: str, *, is_judged: bool = False) -> Split:
    """Where a meaning belongs: 80 % train, 10 % validation, 10 % test, for ever the same.

    Where messages are judged, another 5 % are for tests instead of training.
    """
    number = int(hashlib.sha256(meaning.encode()).hexdigest(), 16)
    if is_judged and number % 20 == 0:
        return Split.TEST
    return {8: Split.VALIDATION, 9: Split.TEST}.get(number % 10, Split.TRAIN)


def of_split(rows: Iterable[R], split: Split) -> list[R]:
    """The rows of one split, in a stable shuffled order."""
    chosen = [row for row in rows if row.split is split]
    return sorted(chosen, key=lambda row: hashlib.sha256(repr(row).encode()).digest())


def fingerprint(rows: Sequence[Any]) -> str:
    """A short name for exactly these rows, to tell which data a LoRA was trained on."""
    return hashlib.sha256("\n".join(map(repr, rows)).encode()).hexdigest()[:12]


def letters(text: str) -> str:
    """The letters and digits of a text in lower case, whatever stands between them."""
    return "".join(c for c in text.lower() if c.isalnum())


def _read(kind: str) -> Iterator[dict[str, Any]]:
    folder = files("training").joinpath("data", kind)
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        yield from json_lines.read(path)
