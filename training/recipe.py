"""Training settings of one LoRA, from the `[training]` tables of a profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import ProfileInvalid

if TYPE_CHECKING:
    from engine.inference.profile import Profile


ALL_LINEAR = "all-linear"  # as peft calls it


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one LoRA is trained.

    `target_layers` is "all-linear" or the ends of layer names; training stops early after
    `patience` epochs in a row without a better validation loss.
    """

    rank: int
    alpha: int
    dropout: float
    learning_rate: float
    epochs: int
    batch_size: int
    seed: int
    target_layers: str | tuple[str, ...] = ALL_LINEAR
    patience: int = 1
    augments: bool = True

    def __post_init__(self) -> None:
        if min(self.rank, self.alpha, self.epochs, self.batch_size, self.patience) < 1:
            raise ValueError("rank, alpha, epochs, batch_size and patience must be at least 1")
        if not 0 <= self.dropout < 1 or self.learning_rate <= 0:
            raise ValueError("dropout or learning_rate is out of range")

    @classmethod
    def of(cls, profile: Profile, task: str) -> Recipe:
        """The recipe of a task in a profile.

        Raises:
            ProfileInvalid: there is none, or a value in it is wrong or missing.
        """
        place = f"{profile.name} [training.{task}]"
        if task not in profile.training:
            raise ProfileInvalid(place, "there is no such table")
        try:
            values = dict(profile.training[task])
            layers = values.pop("target_layers", ALL_LINEAR)
            target = layers if isinstance(layers, str) else tuple(layers)
            return cls(**values, target_layers=target)
        except (TypeError, ValueError) as error:
            raise ProfileInvalid(place, str(error)) from error
