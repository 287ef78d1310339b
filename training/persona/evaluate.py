"""`ohlora evaluate persona`: every share of the four tasks, and a report with dialogues."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from engine.inference.profile import Task
from engine.inference.service import Inference
from training.persona.dialogues import converse
from training.persona.examine import Examination, examine
from training.persona.figures import as_json, figures, verdicts
from training.persona.perplexity import perplexity
from training.persona.probes import Probes
from training.persona.reading import NUM_TO_READ, drawn, write_to_read
from training.persona.report import Evaluation, write_report
from training.rows import Split, of_split, persona_rows
from training.shown_exchanges import ShownExchanges
from training.talker import Talker

if TYPE_CHECKING:
    from pathlib import Path

    from engine.inference.prepare import PreparedModels
    from engine.inference.profile import Profile
    from training.persona.dialogues import Dialogue
    from training.persona.perplexity import Perplexity


def evaluate(
    profile: Profile, models: PreparedModels, split: Split, report: Path | None
) -> dict[str, Any]:
    """The shares on `split` and the perplexities on the validation rows.

    With a folder for the report, dialogues are held too, and verdicts to read are drawn.
    """
    examination, dialogues = asyncio.run(_ask(profile, models, split, with_dialogues=bool(report)))
    judged = verdicts(examination)
    evaluation = Evaluation(
        profile.name, figures(examination, judged), _perplexities(profile, models), dialogues
    )
    told = {
        "profile": profile.name,
        "split": split.value,
        "shares": as_json(evaluation.shares),
        "perplexity": {p.task: asdict(p) for p in evaluation.perplexities},
    }
    if report is not None:
        write_report(report, evaluation)
        evaluation.save(report)
        write_to_read(report, drawn(judged, NUM_TO_READ))
    return told


async def _ask(
    profile: Profile, models: PreparedModels, split: Split, *, with_dialogues: bool
) -> tuple[Examination, list[Dialogue]]:
    probes, rows = Probes.load(), of_split(persona_rows(), split)
    inference = Inference.load(profile, models)
    try:
        examination = await examine(Talker(inference), probes, rows)
        dialogues = await converse(inference, probes.dialogues) if with_dialogues else []
    finally:
        await inference.stop()
    return examination, dialogues


def _perplexities(profile: Profile, models: PreparedModels) -> list[Perplexity]:
    rows = of_split(persona_rows(), Split.VALIDATION)
    found = []
    for task in Task:
        spec = profile.tasks[task]
        store = ShownExchanges.of_task(profile, models, task)
        shown = list(store.of(rows)) if store else None
        found.append(perplexity(profile, spec, models.bases[spec.base], rows, shown))
    return found
