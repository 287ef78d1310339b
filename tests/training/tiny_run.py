"""A training run of seconds: a tiny base, few rows, a checkpoint every few steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from engine.inference.profile import Profile, Task
from training import fine_tune
from training.curves import LossCurves
from training.recipe import Recipe
from training.rows import Split, of_split, persona_rows

if TYPE_CHECKING:
    from pathlib import Path

    from transformers import TrainerControl, TrainerState, TrainingArguments

NUM_ROWS = 48
STEPS_PER_CHECKPOINT = 4
RECIPE = Recipe(
    rank=4, alpha=8, dropout=0.0, learning_rate=1e-2, epochs=3, batch_size=16, seed=1
)  # fmt: skip


class SteppedCurves(LossCurves):
    """Keeps the step at which each training step began."""

    steps: list[int]

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.steps = []

    def on_step_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        """Called by the trainer."""
        del args, control, kwargs
        self.steps.append(state.global_step)


def train_tiny(base: Path, run: Path, curves: LossCurves, **changes: Any) -> Path:
    """Train `eyes_mouth_pose` on few rows: a tiny model learns its form from them."""
    few = of_split(persona_rows(), Split.VALIDATION)[:NUM_ROWS]
    spec = Profile.load("embedded").tasks[Task.EYES_MOUTH_POSE]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fine_tune, "of_split", lambda *_: few)
        patch.setattr(fine_tune, "STEPS_PER_CHECKPOINT", STEPS_PER_CHECKPOINT)
        patch.setattr(fine_tune, "LossCurves", lambda _: curves)
        return fine_tune.train(spec, base, replace(RECIPE, **changes), run, shown=None)
