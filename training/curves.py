"""The losses of a run as a table and as a picture, rewritten after every evaluation."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure
from transformers import TrainerCallback

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from transformers import TrainerControl, TrainerState, TrainingArguments


class LossCurves(TrainerCallback):  # type: ignore[misc]  # transformers is not typed
    """Writes `losses.csv` (step, epoch, train_loss, validation_loss) and `losses.png`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def on_evaluate(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        """Called by the trainer with the history of losses."""
        del args, control, kwargs
        write_curves(state.log_history, self._folder)


def write_curves(history: Sequence[dict[str, Any]], folder: Path) -> None:
    """Both files, from a trainer's log; losses are in nats a token."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [entry for entry in history if "loss" in entry or "eval_loss" in entry]
    with (folder / "losses.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["step", "epoch", "train_loss", "validation_loss"])
        for row in rows:
            epoch = round(row["epoch"], 3)
            table.writerow([row["step"], epoch, row.get("loss", ""), row.get("eval_loss", "")])
    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    for key, label, mark in (("loss", "train", ""), ("eval_loss", "validation", "o")):
        points = [(row["epoch"], row[key]) for row in rows if key in row]
        axes.plot([float(x) for x, _ in points], [float(y) for _, y in points], marker=mark)
        axes.lines[-1].set_label(label)
    axes.set_xlabel("epoch")
    axes.set_ylabel("loss, nats a token")
    axes.legend()
    figure.savefig(folder / "losses.png", dpi=120)
