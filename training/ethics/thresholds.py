"""Thresholds from validation rows, for a stated share of benign messages that may be sanctioned.

`python -m training.ethics.thresholds --cache DIR` prints the table for the profile; which one was
taken over is in docs/LOG.md. The share is least where the first step is a block of days.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.output import print_json
from engine.ethics import Category
from engine.inference.prepare import prepare
from engine.inference.profile import Profile
from training.ethics import figures
from training.ethics.evaluate import load_judge
from training.ethics.rows import judged_rows
from training.ethics.verdicts import Judge
from training.rows import Split

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HIGHEST_FPR: Mapping[Category, float] = MappingProxyType(
    {
        Category.LOVE: 0.005,
        Category.POLITICS: 0.005,
        Category.PAEDRIP: 0.001,
        Category.HATE: 0.001,
    }
)
"""Of benign messages, near-misses among them, for each class."""

_LOWEST, _HIGHEST = 0.3, 0.99  # below, a few rows would decide; above, nothing is found
_STEPS = 100


def main() -> None:
    """Print the thresholds and what they find."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--lora", type=Path, help="a folder; by default what is shipped")
    arguments = parser.parse_args()
    profile = Profile.load("embedded")
    encoder = prepare(profile, arguments.cache, lambda *_: None).encoder
    judge = Judge(load_judge(encoder, profile, arguments.lora), profile.thresholds)
    rows = judged_rows(Split.VALIDATION)

    def fpr(category: Category, threshold: float) -> float:
        at = replace(judge.thresholds, **{category.value: threshold})
        return figures.fpr(replace(judge, thresholds=at).judged(rows), category)

    chosen = {c.value: lowest(partial(fpr, c), HIGHEST_FPR[c]) for c in Category}
    found = replace(judge, thresholds=replace(judge.thresholds, **chosen)).judged(rows)
    recalls = {c.value: figures.recall(found, c) for c in Category}
    print_json({"thresholds": chosen, "recall": recalls, "rows": len(rows)})


def lowest(fpr: Callable[[float], float], highest_fpr: float) -> float:
    """The lowest threshold, in hundredths, whose share of sanctioned benign rows is allowed.

    The share falls as the threshold rises, so it is found by halving.
    """
    low, high = round(_LOWEST * _STEPS), round(_HIGHEST * _STEPS)
    while low < high:
        middle = (low + high) // 2
        if fpr(middle / _STEPS) <= highest_fpr:
            high = middle
        else:
            low = middle + 1
    return low / _STEPS


if __name__ == "__main__":
    main()
