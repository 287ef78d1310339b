"""Fine-tuning of the four LoRAs: trl's SFT with peft, the loss on the completion alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import torch
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer
from trl.trainer.sft_trainer import DataCollatorForLanguageModeling

from engine.inference.tokenizer import TextTokenizer
from training.best_lora import BestLora
from training.checkpoints import newest_checkpoint
from training.curves import LossCurves
from training.epoch_order import EpochOrder
from training.rows import Split, of_split, persona_rows
from training.task_data import RenewedBatches, TaskData

if TYPE_CHECKING:
    from pathlib import Path

    from datasets import Dataset

    from engine.inference.profile import TaskSpec
    from training.recipe import Recipe
    from training.shown_exchanges import ShownExchanges

MAX_TOKENS = 512
STEPS_PER_CHECKPOINT = 20


def train(
    spec: TaskSpec, base: Path, recipe: Recipe, run: Path, shown: ShownExchanges | None
) -> Path:
    """Train one task's LoRA, going on from the run's last checkpoint if there is one.

    Args:
        spec: the task.
        base: the base model's folder.
        recipe: how it is trained.
        run: where checkpoints, curves and the best LoRA go.
        shown: the exchanges put before each message, if the task has any.

    Returns:
        The folder of the best epoch's LoRA, with the exchanges it leans on.
    """
    tokenizer = TextTokenizer.load(base)
    data = task_data(spec, tokenizer, Split.TRAIN, shown)
    auto_tokenizer = AutoTokenizer.from_pretrained(base)
    batches = RenewedBatches(
        DataCollatorForLanguageModeling(pad_token_id=tokenizer.pad_id),
        data,
        recipe.seed,
        renews=recipe.augments,
    )
    trainer = _OrderedTrainer(
        model=AutoModelForCausalLM.from_pretrained(base, dtype=model_dtype()),
        processing_class=auto_tokenizer,
        args=_arguments(recipe, run),
        data_collator=batches,
        train_dataset=data.dataset(),
        eval_dataset=task_data(spec, tokenizer, Split.VALIDATION, shown).dataset(renewable=False),
        peft_config=lora_config(recipe),
        callbacks=[batches, LossCurves(run)],
    )
    best = BestLora(
        trainer.model,
        run / "best",
        task=spec.task.value,
        base=base.name,
        data=list(data.rows),
        patience=recipe.patience,
    )
    trainer.add_callback(best)
    trainer.train(resume_from_checkpoint=newest_checkpoint(run))
    if shown is not None:
        shown.store.save(best.folder)
    for checkpoint in run.glob("checkpoint-*"):  # the best LoRA is kept: these were for a resume
        shutil.rmtree(checkpoint)
    return best.folder


class _OrderedTrainer(SFTTrainer):  # type: ignore[misc]  # trl is not typed
    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> EpochOrder:
        rows = self.train_dataset if train_dataset is None else train_dataset
        return EpochOrder(
            self.args.train_batch_size,
            [len(ids) for ids in rows["input_ids"]],
            self.args.seed,
            epoch=lambda: int(self.state.epoch or 0),
        )


def task_data(
    spec: TaskSpec, tokenizer: TextTokenizer, split: Split, shown: ShownExchanges | None
) -> TaskData:
    """One split of our rows for one task."""
    rows = of_split(persona_rows(), split)
    return TaskData(spec, tokenizer, rows, list(shown.of(rows)) if shown else None)


def lora_config(recipe: Recipe) -> LoraConfig:
    """The LoRA of a recipe, as peft takes it."""
    layers = recipe.target_layers
    return LoraConfig(
        r=recipe.rank,
        lora_alpha=recipe.alpha,
        lora_dropout=recipe.dropout,
        init_lora_weights="gaussian",
        target_modules=layers if isinstance(layers, str) else list(layers),
        task_type="CAUSAL_LM",
    )


def model_dtype() -> torch.dtype:
    """What the frozen base is loaded in."""
    return torch.bfloat16 if torch.cuda.is_available() else torch.float32


def _arguments(recipe: Recipe, run: Path) -> SFTConfig:
    return SFTConfig(
        output_dir=str(run),
        num_train_epochs=recipe.epochs,
        per_device_train_batch_size=recipe.batch_size,
        per_device_eval_batch_size=recipe.batch_size,
        learning_rate=recipe.learning_rate,
        lr_scheduler_type="cosine",
        warmup_steps=0.05,
        seed=recipe.seed,
        max_length=MAX_TOKENS,
        activation_checkpointing=False,  # trl turns it on; these models fit without it
        eval_strategy="epoch",
        save_strategy="steps",
        save_steps=STEPS_PER_CHECKPOINT,
        save_total_limit=2,
        logging_steps=10,
        report_to="none",
        use_cpu=not torch.cuda.is_available(),
        bf16=True,  # autocast: the LoRA's weights and their updates stay float32
        dataloader_pin_memory=False,
        remove_unused_columns=False,  # the batches are made of the row numbers
    )
