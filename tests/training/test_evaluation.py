"""The figures of recall, with an encoder that knows everything and with one that knows nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from engine.inference import similarity
from training import evaluation
from training.rows import Split, of_split, recall_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.inference.profile import EncoderRole

ROWS = of_split(recall_rows(), Split.TEST)


class Knowing:
    """An axis for each memory and the messages that it fits; one more for all others."""

    def __init__(self) -> None:
        self._axes = {text: i for i, row in enumerate(ROWS) for text in (row.memory, *row.fits)}

    def embed(self, role: EncoderRole, texts: Sequence[str]) -> torch.Tensor:
        del role
        axes = torch.eye(len(ROWS) + 1)
        return torch.stack([axes[self._axes.get(text, len(ROWS))] for text in texts])

    def score(self, role: EncoderRole, cosines: torch.Tensor) -> torch.Tensor:
        del role
        return similarity.score(cosines)


class Blind(Knowing):
    """Everything is the same to it."""

    def embed(self, role: EncoderRole, texts: Sequence[str]) -> torch.Tensor:
        del role
        return torch.full((len(texts), len(ROWS) + 1), (len(ROWS) + 1) ** -0.5)


def test_encoder_that_knows_is_right_throughout() -> None:
    found = evaluation._recall(Knowing(), Split.TEST, 0.5)  # type: ignore[arg-type]
    assert found["right_first"] == found["used_when_fitting"] == 1
    assert found["none_used_when_none_fits"] == 1
    assert found["correlation"] > 0.99
    assert found["mse"] < 0.01


def test_encoder_that_is_blind_uses_whatever_there_is() -> None:
    found = evaluation._recall(Blind(), Split.TEST, 0.5)  # type: ignore[arg-type]
    assert found["used_when_fitting"] == 1
    assert found["none_used_when_none_fits"] == 0
    assert found["right_first"] < 0.2
