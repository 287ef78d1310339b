"""The examination: every probe and every row of a split is put to her, and every answer kept."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from engine.inference.profile import Task
from engine.prompt import Given
from training.examples import given_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.persona.probes import FactProbe, Probes, RefusalProbe, UseProbe
    from training.rows import PersonaRow
    from training.talker import Answer, Talker

SAMPLES_PER_WORDING = 3


@dataclass(frozen=True, slots=True)
class RowAnswers:
    """What she said to a row, and what the three later tasks wrote for the row's own reply."""

    row: PersonaRow
    reply: Answer
    note: Answer
    summary: Answer
    expression: Answer

    @property
    def given(self) -> Given:
        """What she was given."""
        return given_of(self.row)


@dataclass(frozen=True, slots=True)
class Examination:
    """All answers."""

    facts: Sequence[tuple[FactProbe, str, Answer]]  # the wording that was asked
    refusals: Sequence[tuple[RefusalProbe, Answer]]
    uses: Sequence[tuple[UseProbe, Answer]]
    rows: Sequence[RowAnswers]


async def examine(talker: Talker, probes: Probes, rows: Sequence[PersonaRow]) -> Examination:
    """Ask everything. The seeds are fixed, so it can be repeated."""
    asked = [
        (probe, wording, seed)
        for probe in probes.facts
        for wording, seed in product(probe.wordings, range(SAMPLES_PER_WORDING))
    ]
    facts = await talker.all("facts", [talker.reply(Given(w), seed) for _, w, seed in asked])
    refusals = await talker.all(
        "refusals", [talker.reply(Given(p.message), 0) for p in probes.refusals]
    )
    uses = await talker.all("uses", [talker.reply(p.given, 0) for p in probes.uses])
    return Examination(
        facts=[(p, w, answer) for (p, w, _), answer in zip(asked, facts, strict=True)],
        refusals=list(zip(probes.refusals, refusals, strict=True)),
        uses=list(zip(probes.uses, uses, strict=True)),
        rows=await talker.all("rows", [_row(talker, row) for row in rows]),
    )


async def _row(talker: Talker, row: PersonaRow) -> RowAnswers:
    given = given_of(row)
    return RowAnswers(
        row,
        reply=await talker.reply(given, 0),
        note=await talker.after(Task.MEMORY, given, row.reply, 0),
        summary=await talker.after(Task.SUMMARY, given, row.reply, 0),
        expression=await talker.after(Task.EYES_MOUTH_POSE, given, row.reply, 0),
    )
