"""Batches of texts of like length, for trainings whose loss does not compare a batch's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from sentence_transformers.base.sampler import DefaultBatchSampler
from transformers.trainer_pt_utils import get_length_grouped_indices

if TYPE_CHECKING:
    from collections.abc import Iterator


class AlikeLengths(DefaultBatchSampler):  # type: ignore[misc]  # sentence_transformers is not typed
    """Rows whose `text` is of like length together, in another order in every epoch.

    Padding to the longest of a random batch was nearly half of the work.
    """

    def __iter__(self) -> Iterator[list[int]]:
        """The row numbers of each batch."""
        generator = torch.Generator().manual_seed(self.seed + self.epoch)
        lengths = [len(text) for text in self.sampler["text"]]
        indices = get_length_grouped_indices(lengths, self.batch_size, generator=generator)
        for start in range(0, len(indices), self.batch_size):
            yield indices[start : start + self.batch_size]
