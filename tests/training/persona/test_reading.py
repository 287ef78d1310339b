"""Verdicts drawn to be read, and the judge's error among those that were."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from training.persona.figures import Verdict
from training.persona.reading import (
    READ,
    TO_READ,
    JudgeError,
    ReadVerdict,
    drawn,
    judge_errors,
    load_read,
    write_to_read,
)

if TYPE_CHECKING:
    from pathlib import Path


def verdict(figure: str, number: int = 0, *, is_good: bool = True) -> Verdict:
    return Verdict(figure, f"질문 {number}", f"대답 {number}", is_good)


MANY = [*(verdict("facts", i) for i in range(50)), *(verdict("refused", i) for i in range(3))]


def test_every_figure_is_drawn_alike_as_far_as_it_goes() -> None:
    found = drawn(MANY, 10)
    assert Counter(v.figure for v in found) == {"facts": 7, "refused": 3}
    assert len(set(found)) == 10


def test_drawing_is_repeatable_and_not_the_first_ones() -> None:
    assert drawn(MANY, 10) == drawn(MANY, 10)
    assert drawn(MANY, 10, seed=1) != drawn(MANY, 10)
    assert [v for v in drawn(MANY, 10) if v.figure == "facts"] != MANY[:7]


def test_no_more_is_drawn_than_there_is() -> None:
    assert sorted(drawn(MANY, 100), key=str) == sorted(MANY, key=str)


def test_wrong_verdicts_are_counted_and_unread_ones_left_out() -> None:
    read = [
        ReadVerdict(verdict("facts"), by_hand=False),
        ReadVerdict(verdict("facts"), by_hand=True),
        ReadVerdict(verdict("facts"), by_hand=None),
        ReadVerdict(verdict("refused", is_good=False), by_hand=True),
    ]
    assert judge_errors(read) == {"facts": JudgeError(1, 2), "refused": JudgeError(1, 1)}


def test_what_was_drawn_is_read_back_once_it_is_filled_in(tmp_path: Path) -> None:
    write_to_read(tmp_path, MANY[:2])
    assert load_read(tmp_path) == []
    rows = [json.loads(line) for line in (tmp_path / TO_READ).read_text("utf-8").splitlines()]
    filled = [json.dumps({**row, "by_hand": False}) for row in rows]
    (tmp_path / READ).write_text("\n".join(filled), encoding="utf-8")
    assert load_read(tmp_path) == [ReadVerdict(v, by_hand=False) for v in MANY[:2]]
