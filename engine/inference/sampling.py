"""From logits to the next tokens, for a whole batch at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.inference.request import Request

TOP_K = 64
"""Only this many of the likeliest tokens are ever drawn from; it makes the rest cheap."""


def sample(logits: torch.Tensor, requests: Sequence[Request]) -> list[int]:
    """The next token of every request.

    A draw depends on the request's seed and its number of tokens alone, so neither the batch it
    happens to run in nor its slot changes what is drawn.

    Args:
        logits: [batch, vocabulary], finite.
        requests: one per row.
    """
    values, tokens = logits.float().topk(min(TOP_K, logits.shape[-1]), dim=-1)
    greedy = [request.sampling.temperature == 0 for request in requests]
    if all(greedy):
        return [int(token) for token in tokens[:, 0].tolist()]
    temperature = torch.tensor([r.sampling.temperature or 1.0 for r in requests])[:, None]
    top_p = torch.tensor([r.sampling.top_p for r in requests])[:, None]
    probabilities = (values.cpu() / temperature).softmax(-1)
    before = probabilities.cumsum(-1) - probabilities
    probabilities = probabilities.masked_fill(before >= top_p, 0.0)
    # the exponential race: argmax p/e with e ~ Exp(1) is a draw from p
    picks = (probabilities / _noise(requests, probabilities.shape[1])).argmax(-1)
    picks = picks.masked_fill(torch.tensor(greedy), 0)
    return [int(t) for t in tokens.cpu().gather(1, picks[:, None])[:, 0].tolist()]


def _noise(requests: Sequence[Request], num_tokens: int) -> torch.Tensor:
    rows = []
    for request in requests:
        generator = torch.Generator().manual_seed(request.sampling.seed * 4096 + request.num_tokens)
        rows.append(torch.empty(num_tokens).exponential_(generator=generator))
    return torch.stack(rows)
