"""Which of several candidates she says."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from engine.exchanges import InputKind

if TYPE_CHECKING:
    from collections.abc import Sequence

FIT_WEIGHT = 1.0
"""Nats that a cosine of 1 is worth, chosen on validation rows (docs/LOG.md)."""

_LIKENESS_WEIGHT = 4.0
_IS_ALIKE = {InputKind.PLAIN: 0.8, InputKind.SUMMARY: 1.0}
"""The likeness from which a written reply is worth as much as one the model is sure of.

None of ours uses a summary, so where one stands before the message only the same words will do.
"""


def trust(likeness: float, kind: InputKind) -> float:
    """What a reply that we wrote is worth in place of the model's log-likelihood, in nats.

    Where a memory is to be used it is only better than silence.
    """
    return _LIKENESS_WEIGHT * (likeness - _IS_ALIKE.get(kind, inf))


def best(fits: Sequence[float], trusts: Sequence[float]) -> int:
    """The index of the candidate that fits the input and that there is reason to trust.

    Args:
        fits: cosines of each candidate with the input, in the encoder's role for replies.
        trusts: nats a token by which the model holds its own candidate likely; `trust` of others.
    """
    scores = [FIT_WEIGHT * fit + nats for fit, nats in zip(fits, trusts, strict=True)]
    return max(range(len(scores)), key=scores.__getitem__)
