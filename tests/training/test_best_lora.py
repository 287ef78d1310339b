"""Which epoch's LoRA is kept, and when a run ends early."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from transformers import TrainerControl, TrainerState

from training import best_lora
from training.best_lora import BestLora

if TYPE_CHECKING:
    from training.lora_folder import LoraCard


def run_through(
    losses: list[float], patience: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, list[float]]:
    """How many epochs a run with these validation losses has, and the losses that were saved."""
    saved: list[float] = []

    def save(_model: Any, _folder: Path, card: LoraCard) -> None:
        saved.append(card.best_validation_loss)

    monkeypatch.setattr(best_lora, "save_lora", save)
    best = BestLora(None, Path("best"), task="memory", base="b-1", data=["row"], patience=patience)
    state, control = TrainerState(), TrainerControl()
    for epoch, loss in enumerate(losses, 1):
        state.log_history += [{"epoch": epoch - 0.5, "loss": 9.0}]
        state.log_history += [{"epoch": epoch, "eval_loss": loss}]
        best.on_evaluate(None, state, control)
        if control.should_training_stop:
            return epoch, saved
    return len(losses), saved


@pytest.mark.parametrize(
    ("losses", "patience", "num_epochs", "kept"),
    [
        ([3.0, 2.0, 1.0], 1, 3, [3.0, 2.0, 1.0]),
        ([3.0, 2.0, 2.5, 1.0], 1, 3, [3.0, 2.0]),
        ([3.0, 2.0, 2.5, 1.0], 2, 4, [3.0, 2.0, 1.0]),
        ([3.0, 2.0, 2.5, 2.4, 1.0], 2, 4, [3.0, 2.0]),
        ([1.0, 2.0, 0.5, 2.0, 2.0, 0.1], 2, 5, [1.0, 0.5]),
        ([1.0, 1.0, 0.5], 1, 2, [1.0]),
    ],
)
def test_run_ends_after_so_many_epochs_without_a_better_one(
    losses: list[float],
    patience: int,
    num_epochs: int,
    kept: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run_through(losses, patience, monkeypatch) == (num_epochs, kept)


def test_stop_of_another_callback_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best_lora, "save_lora", lambda *_: None)
    best = BestLora(None, Path("best"), task="memory", base="b-1", data=[], patience=3)
    state, control = TrainerState(), TrainerControl(should_training_stop=True)
    state.log_history = [{"epoch": 1.0, "eval_loss": 1.0}]
    best.on_evaluate(None, state, control)
    assert control.should_training_stop
