"""What the judge learns from holds ordinary talk, and hides every class alike."""

from __future__ import annotations

from collections import Counter
from random import Random

from engine.ethics import Category
from training.ethics.rows import (
    HIDDEN_SHARE,
    NUM_CHAT_ROWS,
    hidden_copies,
    judged_rows,
    learnt_rows,
)
from training.rows import Split, ethics_rows, of_split


def test_chat_rows_of_the_same_split_are_among_them() -> None:
    rows = judged_rows(Split.TRAIN)
    assert len(rows) == len(of_split(ethics_rows(), Split.TRAIN)) + NUM_CHAT_ROWS
    assert all(row.split is Split.TRAIN for row in rows)
    assert learnt_rows()[: len(rows)] == rows


def test_hidden_copies_keep_what_a_row_is_and_come_from_every_class() -> None:
    rows = of_split(ethics_rows(), Split.TRAIN)
    copies = hidden_copies(rows, Random(0))
    assert len(copies) == int(HIDDEN_SHARE * len(rows))
    known = {row.id: row for row in rows}
    assert all(copy.labels == known[copy.id].labels for copy in copies)
    counts = Counter(name for copy in copies for name in copy.labels or ("normal",))
    all_counts = Counter(name for row in rows for name in row.labels or ("normal",))
    for name in (*Category, "normal"):
        assert 0.35 < counts[name] / all_counts[name] < 0.65
    assert sum(copy.text != known[copy.id].text for copy in copies) > 0.5 * len(copies)
