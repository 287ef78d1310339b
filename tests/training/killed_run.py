"""A training process that is killed as soon as its first checkpoint stands."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.training.tiny_run import train_tiny
from training.curves import LossCurves

if TYPE_CHECKING:
    from transformers import TrainerControl, TrainerState, TrainingArguments


class Killer(LossCurves):
    """Nothing of the process is left to clean up."""

    def on_save(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        """Called by the trainer."""
        del args, state, control, kwargs
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    _base, _run = map(Path, sys.argv[1:])
    train_tiny(_base, _run, Killer(_run))
