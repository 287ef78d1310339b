"""Batches of mixed LoRAs give what each merged model gives alone, token for token."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import torch

from engine.inference.lora import NO_LORA, LoraWeights
from engine.inference.request import Priority, Request, Sampling
from engine.inference.runner import ModelRunner
from engine.inference.scheduler import Scheduler
from tests.inference.tiny import (
    VOCABULARY,
    merged,
    random_lora,
    tiny_gemma,
    tiny_gpt_neox,
    tiny_llama,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EOS = 1


def request(prompt: list[int], lora: int, *, new: int = 12, temperature: float = 0.0) -> Request:
    return Request(
        prompt_ids=prompt,
        lora=lora,
        owner=str(prompt),
        priority=Priority.REPLY,
        max_new_tokens=new,
        sampling=Sampling(temperature, 0.9, seed=7),
        submitted_at=0.0,
    )


def generate(
    runner: ModelRunner, requests: list[Request], max_slots: int, max_prefill_tokens: int = 64
) -> None:
    """What the worker's loop does, without its thread."""
    scheduler = Scheduler(max_slots, max_prefill_tokens)
    for r in requests:
        scheduler.append(r)
    while batch := scheduler.schedule(0.0):
        tokens = runner.step(batch)
        for r, token in tokens.items():
            assert token is not None
            r.new_ids.append(token.id)
        for r in tokens:
            if r.new_ids[-1] == EOS or len(r.new_ids) == r.max_new_tokens:
                move = scheduler.leave(r)
                if move:
                    runner.move(move, scheduler.running[move.target].num_cached_tokens)


def prompts(count: int) -> list[list[int]]:
    generator = torch.Generator().manual_seed(3)
    lengths = torch.randint(1, 20, (count,), generator=generator).tolist()
    return [torch.randint(4, VOCABULARY, (n,), generator=generator).tolist() for n in lengths]


@pytest.mark.parametrize("make_model", [tiny_gemma, tiny_llama, tiny_gpt_neox])
def test_mixed_batches_equal_each_merged_model_alone(make_model: Callable[[], Any]) -> None:
    loras = [random_lora(make_model(), f"lora{i}", rank=2 + i, seed=i) for i in range(3)]
    runner = ModelRunner(make_model(), loras, max_slots=5, max_tokens=40)
    requests = [request(p, lora=(i % 4) - 1, new=4 + i % 9) for i, p in enumerate(prompts(24))]
    generate(runner, requests, max_slots=5)
    assert NO_LORA in {r.lora for r in requests}
    alone = [make_model() if i == 0 else merged(make_model(), loras[i - 1]) for i in range(4)]
    for r in requests:
        with torch.inference_mode():
            expected = alone[r.lora + 1].generate(
                torch.tensor([r.prompt_ids]),
                attention_mask=torch.ones(1, len(r.prompt_ids), dtype=torch.long),
                max_new_tokens=r.max_new_tokens,
                do_sample=False,
                eos_token_id=EOS,
                pad_token_id=0,
            )
        assert r.new_ids == expected[0, len(r.prompt_ids) :].tolist()


def test_a_draw_depends_on_the_seed_and_not_on_the_batch() -> None:
    runner = ModelRunner(tiny_gemma(), [], max_slots=8, max_tokens=40)
    many = prompts(12)
    alone = request(many[0], NO_LORA, temperature=1.0)
    generate(runner, [alone], max_slots=8)
    crowd = [request(p, NO_LORA, temperature=1.0) for p in many]
    generate(runner, crowd, max_slots=8)
    assert crowd[0].new_ids == alone.new_ids
    assert len({tuple(r.new_ids) for r in crowd}) > 1


def test_candidates_for_one_prompt_are_computed_once_and_stay_their_own() -> None:
    widths = []

    class Watched(ModelRunner):
        def _forward(
            self,
            requests: Sequence[Request],
            ids: torch.Tensor,
            positions: torch.Tensor,
            first_slot: int,
        ) -> torch.Tensor:
            widths.append(tuple(ids.shape))
            return super()._forward(requests, ids, positions, first_slot)

    lora = random_lora(tiny_gemma(), "lora", rank=2, seed=0)
    one, other = prompts(2)

    def ask(prompt: list[int], index: int, seed: int) -> Request:
        asked = request(prompt, index, temperature=1.0)
        return replace(asked, sampling=replace(asked.sampling, seed=seed))

    def all_requests() -> list[Request]:
        asked = [(one, 0, 1), (other, 0, 1), (one, 0, 2), (one, NO_LORA, 1), (other, 0, 2)]
        return [ask(*a) for a in asked]

    together, alone = all_requests(), all_requests()
    generate(Watched(tiny_gemma(), [lora], max_slots=5, max_tokens=40), together, 5, 640)
    assert widths[0] == (3, max(len(one), len(other)))
    for r in alone:
        generate(ModelRunner(tiny_gemma(), [lora], max_slots=5, max_tokens=40), [r], max_slots=5)
    assert [r.new_ids for r in together] == [r.new_ids for r in alone]
    assert together[0].new_ids != together[2].new_ids


def test_logprobs_are_the_models_own_whatever_the_temperature() -> None:
    model = tiny_gemma()
    asked = request([5, 6, 7], NO_LORA, temperature=1.7)
    batch_request = replace(asked)
    scheduler = Scheduler(1, 64)
    scheduler.append(batch_request)
    (token,) = (
        ModelRunner(model, [], max_slots=1, max_tokens=40).step(scheduler.schedule(0.0)).values()
    )
    with torch.inference_mode():
        expected = model(torch.tensor([[5, 6, 7]])).logits[0, -1].log_softmax(-1)
    assert token is not None
    assert token.logprob == pytest.approx(float(expected[token.id]), abs=1e-4)


def test_numbers_that_are_not_finite_fail_their_own_request_only() -> None:
    model = tiny_gemma()
    broken_lora = random_lora(model, "broken", rank=2, seed=0)
    layer, (a, b) = next(iter(broken_lora.layers.items()))
    loras = [LoraWeights("broken", {layer: (a * float("nan"), b)})]
    runner = ModelRunner(model, loras, max_slots=2, max_tokens=40)
    scheduler = Scheduler(2, 64)
    broken, healthy = request([5, 6], 0), request([7, 8], NO_LORA)
    scheduler.append(broken)
    scheduler.append(healthy)
    tokens = runner.step(scheduler.schedule(0.0))
    assert tokens[broken] is None
    assert tokens[healthy] is not None
