"""From a cosine to a score between 0 and 1.

The encoder's LoRAs are trained so that this score is 1 for what belongs together and 0 for the
rest. The reference takes the cosine itself; the slope makes the loss care about the order near the
border instead of the last digits of a cosine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

SLOPE = 12.0
MIDDLE = 0.5


def logit(cosine: torch.Tensor) -> torch.Tensor:
    """The logit of the score; same shape as `cosine`."""
    return SLOPE * (cosine - MIDDLE)


def score(cosine: torch.Tensor) -> torch.Tensor:
    """The score in (0, 1); same shape as `cosine`."""
    return logit(cosine).sigmoid()
