"""What of before is worth putting before a message: pure choices over scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.records import Memory


def choose(memories: Sequence[Memory], scores: Sequence[float], threshold: float) -> Memory | None:
    """The best fitting memory, if it fits well enough. Of equal ones, the newest."""
    ranked = zip(scores, range(len(memories)), strict=True)
    # a score that is not a number fits nothing, and must not hide one that does
    fitting = [pair for pair in ranked if pair[0] >= threshold]
    return memories[max(fitting)[1]] if fitting else None


def follows_up(score: float, threshold: float) -> bool:
    """Whether a message goes on from the last turn, whose summary has this score with it.

    When in doubt it does: what cannot be scored stays.
    """
    return not score < threshold
