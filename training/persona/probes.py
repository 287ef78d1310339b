"""The questions she is examined with. None of them is in the training rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from engine.prompt import Given
from training import json_lines

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class FactProbe:
    """One question about her in three wordings, what right answers say and wrong ones say."""

    fact: str
    wordings: tuple[str, ...]
    says: tuple[re.Pattern[str], ...]
    never: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class RefusalProbe:
    """A message to be declined in character, or (`kind` "lookalike") to be answered."""

    message: str
    kind: str


@dataclass(frozen=True, slots=True)
class UseProbe:
    """A message with a memory or summary that matters, or with a memory that does not fit."""

    kind: str  # memory, summary, misfit
    given: Given
    words: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Probes:
    """All of them."""

    facts: Sequence[FactProbe]
    refusals: Sequence[RefusalProbe]
    uses: Sequence[UseProbe]
    dialogues: Sequence[tuple[str, ...]]

    @classmethod
    def load(cls) -> Probes:
        """Those that lie under training/data/probes."""
        return cls(
            facts=[
                FactProbe(
                    row["fact"],
                    tuple(row["wordings"]),
                    _patterns(row["says"]),
                    _patterns(row["never"]),
                )
                for row in _read("facts")
            ],
            refusals=[RefusalProbe(row["message"], row["kind"]) for row in _read("refusals")],
            uses=[
                UseProbe(
                    row["kind"],
                    Given(row["message"], memory=row.get("memory"), summary=row.get("summary")),
                    _patterns(row["words"]),
                )
                for row in _read("uses")
            ],
            dialogues=[tuple(row["messages"]) for row in _read("dialogues")],
        )

    @property
    def messages(self) -> list[str]:
        """Everything that is asked, to make sure that none of it was trained on."""
        return [
            *(wording for probe in self.facts for wording in probe.wordings),
            *(probe.message for probe in self.refusals),
            *(probe.given.message for probe in self.uses),
        ]


def _patterns(texts: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text, re.IGNORECASE) for text in texts)


def _read(name: str) -> list[dict[str, Any]]:
    return json_lines.read(files("training").joinpath("data", "probes", f"{name}.jsonl"))
