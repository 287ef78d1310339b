"""Keeps the LoRA of the epoch with the lowest validation loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from transformers import TrainerCallback

from training.lora_folder import LoraCard, save_lora

if TYPE_CHECKING:
    from pathlib import Path

    from transformers import TrainerControl, TrainerState, TrainingArguments


class BestLora(TrainerCallback):  # type: ignore[misc]  # transformers is not typed
    """After each evaluation that is the best so far, the LoRA is written to its folder."""

    def __init__(self, model: Any, folder: Path, *, task: str, base: str, data: list[Any]) -> None:
        self._model = model
        self._folder = folder
        self._task = task
        self._base = base
        self._data = data

    def on_evaluate(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        """Called by the trainer with the history of losses."""
        del args, control, kwargs
        losses = [entry for entry in state.log_history if "eval_loss" in entry]
        if losses[-1]["eval_loss"] <= min(entry["eval_loss"] for entry in losses):
            card = LoraCard.of(self._task, self._base, self._data, losses)
            save_lora(self._model, self._folder, card)
