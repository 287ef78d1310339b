"""How many of some verdicts are true."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def share(verdicts: Iterable[bool]) -> float:
    """The share of true ones, in [0, 1], to four places; 0 of none."""
    values = list(verdicts)
    return round(sum(values) / len(values), 4) if values else 0.0
