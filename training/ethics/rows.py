"""What the judge learns from: our judged sentences, and what people say to her in other rows."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from engine.normalising import normalised
from training.evasion import EVASIONS
from training.rows import Split, chat_rows, ethics_rows, of_split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.rows import EthicsRow

HIDDEN_SHARE = 0.4
NUM_CHAT_ROWS = 2000  # more of them teach nothing new, and take their time
_PRACTISED = (
    "spaces_removed", "initials", "prefix", "spaced", "taken_apart", "digit", "dot", "emoji",
)  # fmt: skip
_READ_SHARE = 0.7  # of hidden texts, as they read without it: so most are seen in use


def judged_rows(split: Split) -> list[EthicsRow]:
    """The judged sentences of a split with chat rows of the same split, normal ones."""
    chat = of_split(chat_rows(), split)
    return [*of_split(ethics_rows(), split), *chat[:NUM_CHAT_ROWS]]


def learnt_rows() -> list[EthicsRow]:
    """All that the judge learns from: the training rows, and a share of them again, hidden."""
    rows = judged_rows(Split.TRAIN)
    return [*rows, *hidden_copies(rows, Random(0))]


def hidden_copies(rows: Sequence[EthicsRow], random: Random) -> list[EthicsRow]:
    """A share of the rows, hidden in the same ways for every class and for none."""
    copies = []
    for row in random.sample(rows, int(HIDDEN_SHARE * len(rows))):
        text = EVASIONS[random.choice(_PRACTISED)](row.text, random)
        is_read = random.random() < _READ_SHARE
        copies.append(replace(row, text=normalised(text) if is_read else text))
    return copies
