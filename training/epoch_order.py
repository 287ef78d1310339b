"""The order of the training rows, which a resumed run must find again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from transformers.trainer_pt_utils import LengthGroupedSampler, get_length_grouped_indices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class EpochOrder(LengthGroupedSampler):  # type: ignore[misc]  # transformers is not typed
    """Rows of like length together, in an order that depends on the seed and the epoch alone.

    transformers draws it from torch's global generator, so a run resumed within an epoch would get
    another order there: some rows twice, others not at all.
    """

    def __init__(
        self, batch_size: int, lengths: Sequence[int], seed: int, epoch: Callable[[], int]
    ) -> None:
        super().__init__(batch_size, lengths=list(lengths))
        self._seed = seed
        self._epoch = epoch

    def __iter__(self) -> Iterator[int]:
        """The row numbers of the epoch that begins, or that a resumed run is in."""
        generator = torch.Generator().manual_seed(self._seed + self._epoch())
        return iter(get_length_grouped_indices(self.lengths, self.batch_size, generator=generator))
