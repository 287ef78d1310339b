"""From logits to the next tokens, for a whole batch at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.inference.request import Request

TOP_K = 64
"""Only this many of the likeliest tokens are ever drawn from; it makes the rest cheap."""


class Token(NamedTuple):
    """A chosen token and how likely the model itself held it, in nats."""

    id: int
    logprob: float


def sample(logits: torch.Tensor, requests: Sequence[Request]) -> list[Token]:
    """The next token of every request.

    A draw depends on the request's seed and its number of tokens alone, so neither the batch it
    happens to run in nor its slot changes what is drawn.

    Args:
        logits: [batch, vocabulary], finite.
        requests: one per row.
    """
    logits = logits.float()
    values, tokens = logits.topk(min(TOP_K, logits.shape[-1]), dim=-1)
    picks = _picks(values.cpu(), requests)[:, None]
    chosen = values.cpu().gather(1, picks) - logits.logsumexp(-1, keepdim=True).cpu()
    ids = tokens.cpu().gather(1, picks)[:, 0].tolist()
    return [Token(int(i), float(p)) for i, p in zip(ids, chosen[:, 0].tolist(), strict=True)]


def _picks(values: torch.Tensor, requests: Sequence[Request]) -> torch.Tensor:
    """Which of the likeliest tokens each row takes: [batch], from their logits [batch, TOP_K]."""
    greedy = [request.sampling.temperature == 0 for request in requests]
    if all(greedy):
        return torch.zeros(len(requests), dtype=torch.long)
    temperature = torch.tensor([r.sampling.temperature or 1.0 for r in requests])[:, None]
    top_p = torch.tensor([r.sampling.top_p for r in requests])[:, None]
    min_p = torch.tensor([r.sampling.min_p for r in requests])[:, None]
    probabilities = (values / temperature).softmax(-1)
    before = probabilities.cumsum(-1) - probabilities
    too_rare = probabilities < min_p * probabilities[:, :1]
    probabilities = probabilities.masked_fill((before >= top_p) | too_rare, 0.0)
    # the exponential race: argmax p/e with e ~ Exp(1) is a draw from p
    picks = (probabilities / _noise(requests, probabilities.shape[1])).argmax(-1)
    return picks.masked_fill(torch.tensor(greedy), 0)


def _noise(requests: Sequence[Request], num_tokens: int) -> torch.Tensor:
    rows = []
    for request in requests:
        generator = torch.Generator().manual_seed(request.sampling.seed * 4096 + request.num_tokens)
        rows.append(torch.empty(num_tokens).exponential_(generator=generator))
    return torch.stack(rows)
