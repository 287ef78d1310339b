"""Keeps the LoRA of the epoch with the lowest validation loss, and stops when it gets worse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transformers import TrainerCallback

from training.lora_folder import LoraCard, save_lora

if TYPE_CHECKING:
    from pathlib import Path

    from transformers import TrainerControl, TrainerState, TrainingArguments


class BestLora(TrainerCallback):  # type: ignore[misc]  # transformers is not typed
    """After each evaluation that is the best so far, the LoRA is written to its folder.

    `patience` evaluations in a row without a better one end the training.
    """

    def __init__(
        self, model: Any, folder: Path, *, task: str, base: str, data: list[Any], patience: int
    ) -> None:
        self.folder = folder
        self._model = model
        self._task = task
        self._base = base
        self._data = data
        self._patience = patience

    def on_evaluate(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        """Called by the trainer with the history of losses."""
        del args, kwargs
        entries = [entry for entry in state.log_history if "eval_loss" in entry]
        losses = [float(entry["eval_loss"]) for entry in entries]
        num_since_best = len(losses) - 1 - losses.index(min(losses))
        if num_since_best == 0:
            card = LoraCard.of(self._task, self._base, self._data, entries)
            save_lora(self._model, self.folder, card)
        control.should_training_stop |= num_since_best >= self._patience
