"""Which of several candidates she says."""

from __future__ import annotations

from math import inf

from engine.exchanges import InputKind

FIT_WEIGHT = 1.0
"""Nats that a cosine of 1 is worth, chosen on validation rows (docs/LOG.md)."""

BEST_GENERATED = FIT_WEIGHT
"""No generated candidate scores more: a cosine is at most 1, a log-likelihood at most 0."""

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


def score(fit: float, nats: float) -> float:
    """How good a candidate is: it should fit the input, and there should be reason to trust it.

    Args:
        fit: its cosine with the input, in the encoder's role for replies.
        nats: how likely the model holds its own candidate, a token; `trust` of a written one.
    """
    return FIT_WEIGHT * fit + nats
