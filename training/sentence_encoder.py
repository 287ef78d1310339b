"""Training of the S-BERT LoRAs, ethics and recall, with sentence-transformers and peft."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import torch
from datasets import Dataset
from peft import LoraConfig
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.base.sampler import BatchSamplers
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

from engine.ethics import CLASS_NAMES
from engine.exchanges import as_reply
from engine.inference.profile import EncoderRole
from engine.inference.similarity import logit
from training.alike_lengths import AlikeLengths
from training.best_lora import BestLora
from training.curves import LossCurves
from training.ethics.rows import learnt_rows
from training.examples import given_of, stands_alone
from training.rows import (
    Split,
    ethics_rows,
    is_about_a_fact,
    of_split,
    persona_rows,
    recall_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from engine.inference.profile import EncoderSpec
    from training.recipe import Recipe
    from training.rows import EthicsRow, PersonaRow, RecallRow

RANDOM_NEGATIVES_PER_FIT = 1
INVERSE_TEMPERATURE = 20.0
_DECLINED_ALIKE = frozenset({"love", "politics", "parents", "insult"})
"""Topics of refusals whose words do for one another; what harms is declined each in its own way."""


def train(role: EncoderRole, encoder: Path, spec: EncoderSpec, recipe: Recipe, run: Path) -> Path:
    """Train one role's LoRA; the folder of the best epoch's, inside the folder of the run."""
    model = load_encoder(encoder, spec)
    model.add_adapter(
        LoraConfig(
            r=recipe.rank,
            lora_alpha=recipe.alpha,
            lora_dropout=recipe.dropout,
            target_modules=["query", "key", "value", "dense"],
        )
    )
    build = {
        EncoderRole.ETHICS: _ethics,
        EncoderRole.RECALL: _recall,
        EncoderRole.REPLY: _reply,
    }[role]
    data, loss = build(model, spec, Split.TRAIN)
    validation, _ = build(model, spec, Split.VALIDATION)
    best = BestLora(
        model[0].auto_model,
        run / "best",
        task=role.value,
        base=encoder.name,
        data=list(data),
        patience=recipe.patience,
    )
    trainer = SentenceTransformerTrainer(
        model=model,
        args=SentenceTransformerTrainingArguments(
            output_dir=str(run),
            num_train_epochs=recipe.epochs,
            per_device_train_batch_size=recipe.batch_size,
            learning_rate=recipe.learning_rate,
            warmup_steps=0.1,
            seed=recipe.seed,
            logging_steps=20,
            eval_strategy="epoch",
            save_strategy="no",
            lr_scheduler_type="cosine",
            batch_sampler=(
                AlikeLengths if role is EncoderRole.ETHICS else BatchSamplers.BATCH_SAMPLER
            ),
            bf16=True,  # autocast: the LoRA stays float32
            report_to="none",
            use_cpu=not torch.cuda.is_available(),
            dataloader_pin_memory=False,
        ),
        train_dataset=data,
        eval_dataset=validation,
        loss=loss,
        callbacks=[best, LossCurves(run)],
    )
    trainer.train()
    return best.folder


def load_encoder(folder: Path, spec: EncoderSpec) -> SentenceTransformer:
    """The converted encoder as a SentenceTransformer with mean pooling."""
    transformer = Transformer(
        str(folder),
        max_seq_length=spec.max_tokens,
        model_kwargs={"add_pooling_layer": False},
    )
    pooling = Pooling(transformer.get_embedding_dimension(), "mean")
    return SentenceTransformer(modules=[transformer, pooling], device="cpu")


class ClassCosineLoss(torch.nn.Module):
    """Binary cross-entropy of the score of every class, whose embedding is that of its name.

    The class names are encoded anew with every batch, since the LoRA moves them too.
    """

    def __init__(self, model: SentenceTransformer, prefix: str) -> None:
        super().__init__()
        self.model = model
        self._names = model.preprocess([prefix + name for name in CLASS_NAMES.values()])

    def forward(self, sentences: Iterable[dict[str, Any]], labels: torch.Tensor) -> torch.Tensor:
        """The loss of a batch; `labels` is [batch, 5], 1 for the classes of a text."""
        (features,) = sentences
        texts = _embed(self.model, features)  # [batch, hidden]
        names = _embed(self.model, self._names)  # [5, hidden]
        return torch.nn.functional.binary_cross_entropy_with_logits(
            logit(texts @ names.T), labels.float()
        )


class PairCosineLoss(torch.nn.Module):
    """Binary cross-entropy of the score of a memory and a message."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, sentences: Iterable[dict[str, Any]], labels: torch.Tensor) -> torch.Tensor:
        """The loss of a batch; `labels` is [batch], 1 where the memory fits."""
        memories, messages = (_embed(self.model, features) for features in sentences)
        return torch.nn.functional.binary_cross_entropy_with_logits(
            logit((memories * messages).sum(-1)), labels.float()
        )


class BelongsTogetherLoss(torch.nn.Module):
    """Cross-entropy of each text's partner among all other texts of a batch.

    Of two questions about the same fact either answer is right, so what belongs to the same group
    is never counted against a pair. What says a message back to it is no answer, ever.
    """

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, sentences: Iterable[dict[str, Any]], labels: torch.Tensor) -> torch.Tensor:
        """The loss of a batch of texts, partners and echoes; `labels` is [batch], their groups."""
        texts, partners, echoes = (_embed(self.model, features) for features in sentences)
        own = torch.arange(len(labels), device=labels.device)
        is_alike = (labels[:, None] == labels[None, :]).fill_diagonal_(fill_value=False)
        is_alike = torch.cat([is_alike, torch.zeros_like(is_alike)], dim=1)
        logits = INVERSE_TEMPERATURE * (texts @ torch.cat([partners, echoes]).T)  # [batch, 2 batch]
        return torch.nn.functional.cross_entropy(logits.masked_fill(is_alike, -torch.inf), own)


def _embed(model: SentenceTransformer, features: dict[str, Any]) -> torch.Tensor:
    return torch.nn.functional.normalize(model(dict(features))["sentence_embedding"], dim=-1)


def _ethics(
    model: SentenceTransformer, spec: EncoderSpec, split: Split
) -> tuple[Dataset, torch.nn.Module]:
    rows = learnt_rows() if split is Split.TRAIN else of_split(ethics_rows(), split)
    data = Dataset.from_dict(
        {
            "text": [spec.prefix + row.text for row in rows],
            "label": [_truth(row) for row in rows],
        }
    )
    return data, ClassCosineLoss(model, spec.prefix)


def _truth(row: EthicsRow) -> list[float]:
    return [float(name in row.classes) for name in CLASS_NAMES]


def _recall(
    model: SentenceTransformer, spec: EncoderSpec, split: Split
) -> tuple[Dataset, torch.nn.Module]:
    pairs = [
        *recall_pairs(of_split(recall_rows(), split)),
        *told_pairs(of_split(persona_rows(), split)),
    ]
    data = Dataset.from_dict(
        {
            "memory": [spec.prefix + memory for memory, _, _ in pairs],
            "message": [spec.prefix + message for _, message, _ in pairs],
            "label": [float(fits) for _, _, fits in pairs],
        }
    )
    return data, PairCosineLoss(model)


def recall_pairs(rows: Sequence[RecallRow]) -> Iterator[tuple[str, str, bool]]:
    """Every row's own pairs, and for each fitting message some memories under another key."""
    chooser = random.Random(0)
    for row in rows:
        others = [r.memory for r in rows if _key(r.memory) != _key(row.memory)]
        for message in row.fits:
            yield row.memory, message, True
            for memory in chooser.sample(others, min(RANDOM_NEGATIVES_PER_FIT, len(others))):
                yield memory, message, False
        for message in row.misfits:
            yield row.memory, message, False


def told_pairs(rows: Sequence[PersonaRow]) -> Iterator[tuple[str, str, bool]]:
    """What stands before the messages of persona rows, where the row says whether they need it.

    A message that is about nothing by itself follows up on the summary; one whose reply answers it
    whatever stood before does not.
    """
    for row in rows:
        if row.memory and row.about in ("recalled", "misfit"):
            yield row.memory, row.message, row.about == "recalled"
        if row.summary and row.about in ("recalled", None):
            yield row.summary, row.message, True
        elif row.summary and stands_alone(row):
            yield row.summary, row.message, False


def _reply(
    model: SentenceTransformer, spec: EncoderSpec, split: Split
) -> tuple[Dataset, torch.nn.Module]:
    rows = of_split(persona_rows(), split)
    pairs = list(reply_pairs(rows))
    groups = {g: i for i, g in enumerate(dict.fromkeys(pair.group for pair in pairs))}
    data = Dataset.from_dict(
        {
            "text": [spec.prefix + pair.text for pair in pairs],
            "partner": [spec.prefix + pair.partner for pair in pairs],
            "echo": [spec.prefix + as_reply(pair.message) for pair in pairs],
            "label": [groups[pair.group] for pair in pairs],
        }
    )
    return data, BelongsTogetherLoss(model)


@dataclass(frozen=True, slots=True)
class ReplyPair:
    """Two texts that belong together; `message` is what the first one ends with."""

    text: str
    partner: str
    message: str
    group: str


def reply_pairs(rows: Sequence[PersonaRow]) -> Iterator[ReplyPair]:
    """Every input with its reply, and every message with another that says or asks the same.

    With both kinds, one LoRA tells whether a reply fits an input, and which of our exchanges is
    most like a new message.
    """
    chooser = random.Random(0)
    alike: dict[str, list[PersonaRow]] = defaultdict(list)
    for row in rows:
        group = _group(row)
        yield ReplyPair(given_of(row).text, as_reply(row.reply), row.message, group)
        alike[group].append(row)
    for group, members in alike.items():
        for a, b in pairwise(chooser.sample(members, len(members))):
            yield ReplyPair(a.message, b.message, a.message, group)


def _group(row: PersonaRow) -> str:
    """What a row asks or says, in one word: the replies of one group could be exchanged."""
    if row.about and is_about_a_fact(row):
        return row.about
    if row.about == "refusal" and row.topic in _DECLINED_ALIKE:
        return f"refusal/{row.topic}"
    return row.meaning


def _key(memory: str) -> str:
    return memory.split(":")[0]
