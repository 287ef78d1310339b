"""How long a training run takes and how much memory: measured on its longest batch."""

from __future__ import annotations

import resource
import time
from typing import TYPE_CHECKING, Any

import torch
from peft import get_peft_model
from transformers import AutoModelForCausalLM
from trl.trainer.sft_trainer import DataCollatorForLanguageModeling

from engine.inference.tokenizer import TextTokenizer
from training.fine_tune import lora_config, model_dtype, task_data
from training.rows import Split

if TYPE_CHECKING:
    from pathlib import Path

    from engine.inference.profile import TaskSpec
    from training.recipe import Recipe
    from training.shown_exchanges import ShownExchanges

_NUM_STEPS = 2  # the first one also pays for what is done once


def estimate(
    spec: TaskSpec, base: Path, recipe: Recipe, shown: ShownExchanges | None
) -> dict[str, Any]:
    """Rows, steps, minutes and gigabytes of a run. Nothing is written."""
    tokenizer = TextTokenizer.load(base)
    data = task_data(spec, tokenizer, Split.TRAIN, shown)
    features = [data.tokens(index) for index in range(len(data.rows))]
    features.sort(key=lambda feature: len(feature["input_ids"]), reverse=True)
    lengths = [len(feature["input_ids"]) for feature in features]
    pad = DataCollatorForLanguageModeling(tokenizer.pad_id)
    batch = pad(features[: recipe.batch_size])
    step_s, peak_bytes = _longest_step(base, recipe, batch)
    num_steps = -(-len(lengths) // recipe.batch_size) * recipe.epochs
    tokens_per_step = sum(lengths) / len(lengths) * recipe.batch_size
    return {
        "rows": len(lengths),
        "tokens_an_epoch": sum(lengths),
        "longest_row_tokens": lengths[0],
        "epochs_at_most": recipe.epochs,
        "steps_at_most": num_steps,
        "minutes_at_most": round(
            num_steps * step_s * tokens_per_step / batch["input_ids"].numel() / 60, 1
        ),
        "peak_memory_gb": round(peak_bytes / 1e9, 1),
        "device": "cuda" if torch.cuda.is_available() else "cpu",
    }


def _longest_step(base: Path, recipe: Recipe, batch: dict[str, Any]) -> tuple[float, int]:
    """Seconds and peak bytes of a training step on one batch; the weights are thrown away."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = AutoModelForCausalLM.from_pretrained(base, dtype=model_dtype()).to(device)
    model = get_peft_model(model, lora_config(recipe)).train()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad])
    on_device = {key: value.to(device) for key, value in batch.items()}
    for _ in range(_NUM_STEPS):
        started = time.monotonic()
        with torch.autocast(device, dtype=torch.bfloat16):
            loss = model(**on_device).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        step_s = time.monotonic() - started
    if device == "cuda":
        return step_s, torch.cuda.max_memory_allocated()
    return step_s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # Linux: kilobytes
