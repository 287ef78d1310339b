"""The inference test of a trained LoRA: every validation prompt, four answers each."""

from __future__ import annotations

import asyncio
import csv
from datetime import UTC, datetime
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from engine.inference.profile import Task
from engine.inference.service import Inference
from training.examples import given_of
from training.rows import Split, of_split, persona_rows
from training.talker import Answer, Talker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.inference.prepare import PreparedModels
    from engine.inference.profile import Profile
    from training.rows import PersonaRow

NUM_ANSWERS = 4


def run_inference_test(
    profile: Profile, models: PreparedModels, task: Task, folder: Path
) -> dict[str, Any]:
    """Write every answer into a table in `folder`; the summary names it."""
    rows = of_split(persona_rows(), Split.VALIDATION)
    answers = asyncio.run(_answers(profile, models, task, rows))
    path = folder / f"{profile.name}-{task}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.csv"
    _write(path, rows, answers)
    return summary(answers) | {"task": task, "profile": profile.name, "table": str(path)}


def summary(answers: Sequence[Answer]) -> dict[str, Any]:
    """The means over all answers."""
    return {
        "answers": len(answers),
        "unusable": sum(not answer.text for answer in answers),
        "tries_mean": round(mean(answer.tries for answer in answers), 3),
        "tokens_mean": round(mean(answer.num_tokens for answer in answers), 1),
        "seconds_median": round(median(answer.seconds for answer in answers), 3),
        "seconds_max": round(max(answer.seconds for answer in answers), 3),
    }


async def _answers(
    profile: Profile, models: PreparedModels, task: Task, rows: Sequence[PersonaRow]
) -> list[Answer]:
    inference = Inference.load(profile, models)
    talker = Talker(inference)

    async def ask(row: PersonaRow, seed: int) -> Answer:
        given = given_of(row)
        if task is Task.OUTPUT_MESSAGE:
            return await talker.reply(given, seed)
        return await talker.after(task, given, row.reply, seed)

    try:
        return await talker.all(
            task, [ask(row, seed) for row in rows for seed in range(NUM_ANSWERS)]
        )
    finally:
        await inference.stop()


def _write(path: Path, rows: Sequence[PersonaRow], answers: Sequence[Answer]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["row", "message", "answer", "tries", "tokens", "seconds"])
        for place, answer in enumerate(answers):
            row = rows[place // NUM_ANSWERS]
            seconds = round(answer.seconds, 3)
            table.writerow(
                [row.id, row.message, answer.text, answer.tries, answer.num_tokens, seconds]
            )
