"""A trained LoRA as it is shipped: peft's two files in fp16, and a card of its making."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import torch
from peft.utils import get_peft_model_state_dict
from safetensors.torch import save_file

from engine.inference.loras import WEIGHTS_FILE
from training.rows import fingerprint

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class LoraCard:
    """How a LoRA was made. `base` is the folder name of the converted base, version included."""

    task: str
    base: str
    num_rows: int
    data_fingerprint: str
    best_validation_loss: float
    losses: list[dict[str, float]]

    @classmethod
    def of(cls, task: str, base: str, data: list[Any], history: list[dict[str, float]]) -> LoraCard:
        """The card of a training run, with the validation loss of every epoch so far."""
        losses = [
            {"epoch": round(entry["epoch"], 2), "eval_loss": round(entry["eval_loss"], 4)}
            for entry in history
        ]
        best = min(entry["eval_loss"] for entry in losses)
        return cls(task, base, len(data), fingerprint(data), best, losses)


def save_lora(model: Any, folder: Path, card: LoraCard) -> None:
    """Write the active LoRA of a peft or transformers model into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    name = next(iter(model.peft_config))
    config = model.peft_config[name]
    state = get_peft_model_state_dict(model, adapter_name=name)
    weights = {key: value.to(torch.float16).contiguous() for key, value in state.items()}
    save_file(weights, folder / WEIGHTS_FILE, metadata={"format": "pt"})
    _write_json(
        folder / "adapter_config.json",
        {
            "peft_type": "LORA",
            "base_model_name_or_path": card.base,
            "r": config.r,
            "lora_alpha": config.lora_alpha,
            "lora_dropout": config.lora_dropout,
            "target_modules": sorted(config.target_modules),
            "bias": "none",
            "task_type": config.task_type,
        },
    )
    _write_json(folder / "card.json", asdict(card))


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
