"""Fine-tuning of the four LoRAs: trl's SFT with peft, the loss on the completion alone."""

from __future__ import annotations

from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

from engine.inference.tokenizer import TextTokenizer
from training.best_lora import BestLora
from training.examples import example
from training.rows import Split, of_split, persona_rows

if TYPE_CHECKING:
    from engine.inference.profile import TaskSpec
    from training.recipe import Recipe
    from training.shown_exchanges import ShownExchanges

MAX_TOKENS = 384


def train(
    spec: TaskSpec, base: Path, recipe: Recipe, out: Path, shown: ShownExchanges | None
) -> None:
    """Train one task's LoRA and write the best epoch's to `out`, with the exchanges it leans on."""
    tokenizer = TextTokenizer.load(base)
    data = dataset(spec, tokenizer, Split.TRAIN, shown)
    trainer = SFTTrainer(
        model=AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32),
        processing_class=AutoTokenizer.from_pretrained(base),
        args=SFTConfig(
            output_dir=str(Path("runs") / spec.task.value),
            num_train_epochs=recipe.epochs,
            per_device_train_batch_size=recipe.batch_size,
            per_device_eval_batch_size=recipe.batch_size,
            learning_rate=recipe.learning_rate,
            lr_scheduler_type="cosine",
            warmup_steps=0.05,
            seed=recipe.seed,
            max_length=MAX_TOKENS,
            completion_only_loss=True,
            activation_checkpointing=False,  # trl turns it on; these models fit without it
            train_sampling_strategy="group_by_length",
            eval_strategy="epoch",
            save_strategy="no",
            logging_steps=10,
            report_to="none",
            use_cpu=not torch.cuda.is_available(),
            bf16=True,  # autocast: weights and their updates stay float32
            dataloader_pin_memory=False,
        ),
        train_dataset=data,
        eval_dataset=dataset(spec, tokenizer, Split.VALIDATION, shown),
        peft_config=LoraConfig(
            r=recipe.rank,
            lora_alpha=recipe.alpha,
            lora_dropout=recipe.dropout,
            target_modules="all-linear",
            task_type="CAUSAL_LM",
        ),
    )
    trainer.add_callback(
        BestLora(trainer.model, out, task=spec.task.value, base=base.name, data=list(data))
    )
    trainer.train()
    if shown is not None:
        shown.store.save(out)


def dataset(
    spec: TaskSpec, tokenizer: TextTokenizer, split: Split, shown: ShownExchanges | None = None
) -> Dataset:
    """One split as token ids; `completion_mask` is 1 where the loss counts, up to the end token."""
    ids, masks = [], []
    rows = of_split(persona_rows(), split)
    examples = shown.of(rows) if shown else repeat(())
    for row, before in zip(rows, examples, strict=False):
        pair = example(spec, row, before)
        prompt = [tokenizer.bos_id, *tokenizer.encode(pair.prompt)]
        completion = [*tokenizer.encode(pair.completion), tokenizer.eos_id]
        ids.append(prompt + completion)
        masks.append([0] * len(prompt) + [1] * len(completion))
    return Dataset.from_dict({"input_ids": ids, "completion_mask": masks})
