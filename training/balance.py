"""What our persona rows are made of: `python -m training.balance` prints it as JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import ceil
from statistics import median, quantiles
from typing import TYPE_CHECKING

from training.rows import letters, persona_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.rows import PersonaRow

TWIN = 0.8  # Jaccard similarity of the character bigrams of one sentence said twice


@dataclass(frozen=True, slots=True)
class Balance:
    """How many rows of what, how long they are, and pairs of row ids that ask the same."""

    num_rows: int
    counts: dict[str, dict[str, int]]  # by split, about and topic
    chars: dict[str, dict[str, float]]  # of message and reply: min, median, p90, max
    twins: list[tuple[str, str]]


def balance(rows: Sequence[PersonaRow]) -> Balance:
    """The report on some rows; at least two."""
    asked = [f"{row.memory or ''} {row.summary or ''} {row.message}" for row in rows]
    named = {
        "split": (row.split.value for row in rows),
        "about": (row.about or "none" for row in rows),
        "topic": (row.topic for row in rows),
    }
    return Balance(
        num_rows=len(rows),
        counts={by: dict(Counter(names).most_common()) for by, names in named.items()},
        chars={of: _lengths([getattr(row, of) for row in rows]) for of in ("message", "reply")},
        twins=[(rows[i].id, rows[j].id) for i, j in twins(asked)],
    )


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters and digits of a text, whatever stands between them."""
    return frozenset(map("".join, pairwise(letters(text))))


def twins(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The index pairs of texts that are the same sentence but for small things."""
    grams = [bigrams(text) for text in texts]
    frequency = Counter(bigram for gram in grams for bigram in gram)
    rare_in: dict[str, list[int]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for i, gram in enumerate(grams):
        # Twins share so many bigrams that they must share one of these, the rarest of each.
        num_rare = len(gram) - ceil(TWIN * len(gram)) + 1
        for bigram in sorted(gram, key=lambda b: (frequency[b], b))[:num_rare]:
            near = rare_in[bigram]
            found |= {(j, i) for j in near if len(gram & grams[j]) >= TWIN * len(gram | grams[j])}
            rare_in[bigram].append(i)
    return sorted(found)


def _lengths(texts: Sequence[str]) -> dict[str, float]:
    chars = [len(text) for text in texts]
    p90 = quantiles(chars, n=10, method="inclusive")[-1]
    return {"min": min(chars), "median": median(chars), "p90": p90, "max": max(chars)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(balance(persona_rows())), ensure_ascii=False) + "\n")
