"""Training settings, read from `recipes.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one LoRA is trained."""

    rank: int
    alpha: int
    dropout: float
    learning_rate: float
    epochs: int
    batch_size: int
    seed: int

    @classmethod
    def load(cls, task: str) -> Recipe:
        """The committed settings of a task."""
        text = files("training").joinpath("recipes.toml").read_text(encoding="utf-8")
        return cls(**tomllib.loads(text)[task])
