"""The lowest threshold that keeps to the share, within its bounds."""

from __future__ import annotations

import pytest

from training.ethics.thresholds import lowest


@pytest.mark.parametrize(("worst", "expected"), [(0.1, 0.3), (0.555, 0.56), (0.9, 0.91), (1, 0.99)])
def test_one_benign_row_over_the_share_decides(worst: float, expected: float) -> None:
    assert lowest(lambda threshold: 0.01 * (worst >= threshold), 0.005) == expected


def test_share_that_is_allowed_costs_nothing() -> None:
    assert lowest(lambda _: 0.005, 0.005) == 0.3
