"""Which of a person's memories is worth using: a pure choice over scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.records import Memory


def choose(memories: Sequence[Memory], scores: Sequence[float], threshold: float) -> Memory | None:
    """The best fitting memory, if it fits well enough. Of equal ones, the newest."""
    ranked = max(
        zip(scores, range(len(memories)), strict=True), default=None, key=lambda pair: pair
    )
    if ranked is None or not ranked[0] >= threshold:  # a score that is not a number fits nothing
        return None
    return memories[ranked[1]]
