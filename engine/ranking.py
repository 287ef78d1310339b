"""Which of several candidates she says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FIT_WEIGHT = 4.0
"""Nats that a cosine of 1 is worth, chosen on validation rows (docs/LOG.md)."""


def best(fits: Sequence[float], mean_logprobs: Sequence[float]) -> int:
    """The index of the candidate that fits the input and that the model itself holds likely.

    Args:
        fits: cosines of each candidate with the input, in the encoder's role for replies.
        mean_logprobs: nats a token.
    """
    scores = [FIT_WEIGHT * fit + logprob for fit, logprob in zip(fits, mean_logprobs, strict=True)]
    return max(range(len(scores)), key=scores.__getitem__)
