"""How surprised the bare base, the base told who she is, and ours are by what she should write."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoModelForCausalLM

from engine.inference.lora import NO_LORA, attach, load_weights
from engine.inference.loras import folder_of
from engine.inference.tokenizer import TextTokenizer
from training.task_data import IGNORED, TaskData

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.exchanges import Exchange
    from engine.inference.profile import Profile, TaskSpec
    from training.rows import PersonaRow
    from training.task_data import Features

PERSONA = (
    "오로라(로라)는 2003년 10월 11일에 태어난 여자 가상인간이다. MBTI는 ENTJ이다. "
    "알파고등학교를 나와 샘올대학교 인공지능학과 3학년에 다닌다. 가장 친한 친구는 혜나이고, "
    "LLM 논문과 아이스 아메리카노, 음악과 아이돌을 좋아한다. 화면 밖으로 나오거나 음식을 "
    "먹을 수 없다. 짧고 따뜻한 반말에 이모지를 붙여 말한다.\n"
)
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Perplexity:
    """exp of the mean loss of a completion's tokens, its end included."""

    task: str
    bare_base: float
    base_with_persona: float
    ours: float


def perplexity(
    profile: Profile,
    spec: TaskSpec,
    base: Path,
    rows: Sequence[PersonaRow],
    shown: Sequence[Sequence[Exchange]] | None,
) -> Perplexity:
    """The three figures of one task on `rows`; ours with the exchanges shown as in use."""
    tokenizer = TextTokenizer.load(base)
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
    lora = load_weights(spec.task.value, folder_of(profile.name, spec.task), base.name)
    selection = attach(model, [lora])
    plain = TaskData(spec, tokenizer, rows)
    told = TaskData(spec, tokenizer, rows, preface=PERSONA)
    as_used = TaskData(spec, tokenizer, rows, shown)

    def measured(data: TaskData, lora_index: int) -> float:
        given = [data.tokens(index) for index in range(len(rows))]
        total, num_tokens = 0.0, 0
        for start in range(0, len(given), _BATCH):
            batch = given[start : start + _BATCH]
            selection.choose([lora_index] * len(batch))
            loss, count = _loss(model, batch)
            total, num_tokens = total + loss, num_tokens + count
        return round(exp(total / num_tokens), 3)

    return Perplexity(
        task=spec.task.value,
        bare_base=measured(plain, NO_LORA),
        base_with_persona=measured(told, NO_LORA),
        ours=measured(as_used, 0),
    )


@torch.inference_mode()
def _loss(model: Any, batch: Sequence[Features]) -> tuple[float, int]:
    """The summed loss in nats of a batch's completion tokens, and their number."""
    longest = max(len(features["input_ids"]) for features in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)  # padded on the right
    labels = torch.full((len(batch), longest), IGNORED)
    for row, features in enumerate(batch):
        ids[row, : len(features["input_ids"])] = torch.tensor(features["input_ids"])
        labels[row, : len(features["labels"])] = torch.tensor(features["labels"])
    hidden = model.base_model(input_ids=ids).last_hidden_state[:, :-1]
    counts = labels[:, 1:] != IGNORED
    logits = model.lm_head(hidden[counts]).float()  # only where the loss counts
    wanted = labels[:, 1:][counts]
    loss = torch.nn.functional.cross_entropy(logits, wanted, reduction="sum")
    return float(loss), len(wanted)
