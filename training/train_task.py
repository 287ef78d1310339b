"""One task's LoRA: planned, trained, or tested when it is there already."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.inference.loras import has_weights
from engine.inference.profile import EncoderRole, Task
from training import fine_tune, sentence_encoder
from training.checkpoints import newest_checkpoint, run_folder
from training.estimate import estimate
from training.ethics import beside_lora
from training.evaluation import evaluate
from training.freed_memory import keep_freed_memory
from training.inference_test import run_inference_test
from training.recipe import Recipe
from training.rows import Split, fingerprint, of_split, persona_rows, rows_of_role
from training.shown_exchanges import ShownExchanges

if TYPE_CHECKING:
    from engine.inference.prepare import PreparedModels
    from engine.inference.profile import Profile


def train_task(
    profile: Profile, models: PreparedModels, task: str, cache: Path, target: Path
) -> None:
    """Train a LoRA in its run folder, then put it into `target` in one move."""
    keep_freed_memory()
    recipe = Recipe.of(profile, task)
    run = _run(profile, models, task, cache, recipe)
    if task in list(EncoderRole):
        best = sentence_encoder.train(
            EncoderRole(task), models.encoder, profile.encoder, recipe, run
        )
        if task == EncoderRole.ETHICS:
            beside_lora.complete(best, models.encoder, profile.encoder)
    else:
        spec = profile.tasks[Task(task)]
        shown = ShownExchanges.of_task(profile, models, Task(task))
        best = fine_tune.train(spec, models.bases[spec.base], recipe, run, shown)
    _put(best, target)


def plan(profile: Profile, models: PreparedModels, task: str, cache: Path) -> dict[str, Any]:
    """What `train_task` would do: rows, steps, and about how long and with how much memory."""
    recipe = Recipe.of(profile, task)
    run = _run(profile, models, task, cache, recipe)
    checkpoint = newest_checkpoint(run)
    told = {
        "task": task,
        "profile": profile.name,
        "run": str(run),
        "goes_on_from": Path(checkpoint).name if checkpoint else None,
        "weights_are_there": has_weights(profile.name, task),
    }
    if task in list(EncoderRole):
        return told | {"rows": len(of_split(rows_of_role(EncoderRole(task)), Split.TRAIN))}
    spec = profile.tasks[Task(task)]
    shown = ShownExchanges.of_task(profile, models, Task(task))
    return told | estimate(spec, models.bases[spec.base], recipe, shown)


def test_task(
    profile: Profile, models: PreparedModels, task: str, cache: Path, folder: Path
) -> dict[str, Any]:
    """The inference test of the LoRA in `folder`."""
    if task in list(EncoderRole):
        return evaluate(EncoderRole(task), models.encoder, profile, Split.VALIDATION, folder=folder)
    tested = replace(models, published={**models.published, task: folder})
    return run_inference_test(profile, tested, Task(task), cache / "inference_tests")


def _run(profile: Profile, models: PreparedModels, task: str, cache: Path, recipe: Recipe) -> Path:
    if task in list(EncoderRole):
        base, rows = models.encoder, list(rows_of_role(EncoderRole(task)))
    else:
        base, rows = models.bases[profile.tasks[Task(task)].base], list(persona_rows())
    return run_folder(cache / "training" / profile.name, task, base.name, recipe, fingerprint(rows))


def _put(best: Path, target: Path) -> None:
    """Replace `target` by `best`; a kill leaves the old one or the new one, never half of one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".lora-") as temporary:
        fresh = Path(temporary) / "fresh"
        shutil.copytree(best, fresh)
        if target.exists():
            target.rename(Path(temporary) / "old")
        fresh.rename(target)
