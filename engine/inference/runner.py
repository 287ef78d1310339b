"""Runs one base model with its LoRAs for the batches that the scheduler makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import torch
from transformers import AutoModelForCausalLM

from engine.inference.kv_cache import SlotCache
from engine.inference.lora import attach
from engine.inference.sampling import Token, sample

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.inference.lora import LoraSelection, LoraWeights
    from engine.inference.request import Request
    from engine.inference.scheduler import Batch, Move


class ModelRunner:
    """One causal language model, its KV slots and its LoRAs."""

    def __init__(
        self, model: Any, loras: Sequence[LoraWeights], *, max_slots: int, max_tokens: int
    ) -> None:
        self._model = model.eval()
        self._selection: LoraSelection = attach(model, loras)
        self._device = next(model.parameters()).device
        self.cache = SlotCache(model.config, max_slots, max_tokens)

    @classmethod
    def load(
        cls, base: Path, loras: Sequence[LoraWeights], *, max_slots: int, max_tokens: int
    ) -> ModelRunner:
        """Read a base onto a CUDA device in bf16 when there is one, and attach its LoRAs."""
        on_cuda = torch.cuda.is_available()
        model = AutoModelForCausalLM.from_pretrained(
            base, dtype=torch.bfloat16 if on_cuda else torch.float32
        ).to("cuda" if on_cuda else "cpu")
        return cls(model, loras, max_slots=max_slots, max_tokens=max_tokens)

    def step(self, batch: Batch) -> dict[Request, Token | None]:
        """The next token of every request of the batch; None where the logits are not finite."""
        tokens = self._decode(batch.decode) if batch.decode else {}
        if batch.prefill:
            tokens |= self._prefill(batch.prefill, first_slot=len(batch.decode))
        return tokens

    @torch.inference_mode()
    def move(self, move: Move, num_tokens: int) -> None:
        """Follow the scheduler when a sequence changes its slot."""
        self.cache.move(move.source, move.target, num_tokens)

    def _decode(self, requests: Sequence[Request]) -> dict[Request, Token | None]:
        lengths = torch.tensor([request.num_cached_tokens for request in requests])
        ids = torch.tensor([[request.new_ids[-1]] for request in requests])
        return _tokens(self._forward(requests, ids, lengths[:, None], first_slot=0), requests)

    def _prefill(self, requests: Sequence[Request], first_slot: int) -> dict[Request, Token | None]:
        """Several candidates for one prompt are computed once and copied into their slots."""
        rows, unique = _same_prompts(requests)
        longest = max(len(request.prompt_ids) for request in unique)
        ids = torch.zeros(len(unique), longest, dtype=torch.long)  # padded on the right
        for row, request in enumerate(unique):
            ids[row, : len(request.prompt_ids)] = torch.tensor(request.prompt_ids)
        positions = torch.arange(longest).expand(len(unique), longest)
        logits = self._forward(unique, ids, positions, first_slot)
        with torch.inference_mode():
            # from the last one on: a slot is overwritten only when nobody reads it any more
            for slot, row in reversed(list(enumerate(rows))):
                if slot != row:
                    num_tokens = len(requests[slot].prompt_ids)
                    self.cache.move(first_slot + row, first_slot + slot, num_tokens)
        return _tokens(logits[rows], requests)

    @torch.inference_mode()
    def _forward(
        self,
        requests: Sequence[Request],
        ids: torch.Tensor,  # [rows, tokens]
        positions: torch.Tensor,  # [rows, tokens]
        first_slot: int,
    ) -> torch.Tensor:
        """The logits of each row's newest token: [rows, vocabulary]."""
        num_read = int(positions.max()) + 1
        self.cache.place(
            slice(first_slot, first_slot + len(requests)), positions.to(self._device), num_read
        )
        self._selection.choose([request.lora for request in requests])
        # [rows, 1, tokens, keys]: a token sees itself and what stands before it in its own slot
        mask = torch.arange(num_read)[None, None, None, :] <= positions[:, None, :, None]
        # a row's newest token: the only one in decode, the last of its own prompt in prefill
        last = torch.tensor([[request.num_tokens - 1] for request in requests]) - positions[:, :1]
        output = self._model(
            input_ids=ids.to(self._device),
            attention_mask=mask.to(self._device),
            position_ids=positions.to(self._device),
            past_key_values=self.cache,
            use_cache=True,
            logits_to_keep=last.to(self._device),
        )
        return cast("torch.Tensor", output.logits[:, 0])


def _same_prompts(requests: Sequence[Request]) -> tuple[list[int], list[Request]]:
    """Each request's row among the different prompts, and the first request of each of them."""
    places: dict[tuple[int, tuple[int, ...]], int] = {}
    rows = [places.setdefault((r.lora, tuple(r.prompt_ids)), len(places)) for r in requests]
    return rows, [requests[rows.index(row)] for row in range(len(places))]


@torch.inference_mode()
def _tokens(logits: torch.Tensor, requests: Sequence[Request]) -> dict[Request, Token | None]:
    finite = logits.isfinite().all(-1).tolist()
    tokens = sample(logits.nan_to_num(), requests)
    return {
        request: token if ok else None
        for request, token, ok in zip(requests, tokens, finite, strict=True)
    }
