"""The order of the training rows, which a resumed run must find again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from transformers import TrainerCallback
from transformers.trainer_pt_utils import LengthGroupedSampler, get_length_grouped_indices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transformers import TrainerControl, TrainerState, TrainingArguments


class EpochOrder(LengthGroupedSampler, TrainerCallback):  # type: ignore[misc]  # not typed
    """Rows of like length together, in an order that depends on the seed and the epoch alone.

    transformers draws it from torch's global generator, so a run resumed within an epoch would get
    another order there: some rows twice, others not at all.
    """

    def __init__(self, batch_size: int, lengths: Sequence[int], seed: int) -> None:
        super().__init__(batch_size, lengths=list(lengths))
        self._seed = seed
        self._epoch = 0

    def __iter__(self) -> Iterator[int]:
        """The row numbers of the epoch."""
        generator = torch.Generator().manual_seed(self._seed + self._epoch)
        return iter(get_length_grouped_indices(self.lengths, self.batch_size, generator=generator))

    def on_epoch_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        """From here on the order is that of this epoch."""
        del args, control, kwargs
        self._epoch = int(state.epoch or 0)
