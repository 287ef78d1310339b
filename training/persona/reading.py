"""Verdicts read by hand: how often the automatic judge of a share is wrong.

`evaluate persona --report FOLDER` draws some verdicts into FOLDER/to_read.jsonl. Whoever reads them
sets `by_hand` of each to what he would have said and keeps the file as FOLDER/read.jsonl; the
report tells the judge's error beside each share from then on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from random import Random
from typing import TYPE_CHECKING

from training import json_lines
from training.persona.figures import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TO_READ = "to_read.jsonl"
READ = "read.jsonl"
NUM_TO_READ = 100


@dataclass(frozen=True, slots=True)
class ReadVerdict:
    """What the judge said and what a reader says; `by_hand` is None until somebody read it."""

    verdict: Verdict
    by_hand: bool | None


@dataclass(frozen=True, slots=True)
class JudgeError:
    """How many of the verdicts that were read are wrong."""

    num_wrong: int
    num_read: int


def drawn(judged: Sequence[Verdict], count: int, seed: int = 0) -> list[Verdict]:
    """`count` verdicts, equally many of each figure as far as there are, at random within each."""
    by_figure: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in Random(seed).sample(judged, len(judged)):
        by_figure[verdict.figure].append(verdict)
    found: list[Verdict] = []
    while len(found) < count and any(by_figure.values()):
        found += [verdicts.pop() for verdicts in by_figure.values() if verdicts]
    return found[:count]


def judge_errors(read: Sequence[ReadVerdict]) -> Mapping[str, JudgeError]:
    """The judge's error by figure, of what was read."""
    wrong: dict[str, list[bool]] = defaultdict(list)
    for one in read:
        if one.by_hand is not None:
            wrong[one.verdict.figure].append(one.by_hand is not one.verdict.is_good)
    return {figure: JudgeError(sum(flags), len(flags)) for figure, flags in wrong.items()}


def write_to_read(folder: Path, verdicts: Sequence[Verdict]) -> None:
    """One line of JSON for each verdict, to be filled in."""
    json_lines.write(folder / TO_READ, ({**asdict(v), "by_hand": None} for v in verdicts))


def load_read(folder: Path) -> list[ReadVerdict]:
    """What was read of an earlier evaluation; nothing if nobody did."""
    if not (folder / READ).is_file():
        return []
    rows = json_lines.read(folder / READ)
    return [ReadVerdict(by_hand=row.pop("by_hand"), verdict=Verdict(**row)) for row in rows]
