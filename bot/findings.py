"""What a check of the surroundings found, in the form that `doctor` shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: how bad it is, and the text to show for it."""

    level: Literal["ok", "warn", "error"]
    key: str  # of a text in the catalogues
    values: dict[str, str] = field(default_factory=dict)
