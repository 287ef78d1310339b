"""What hides a text is undone by the normaliser, and does the same to ordinary text."""

from __future__ import annotations

import re
from random import Random

import pytest

from engine.normalising import normalised
from training.evasion import EVASIONS
from training.rows import ethics_rows, letters

UNDONE_BY_NORMALISING = (
    "zero_width", "filler", "taken_apart", "decomposed", "dot", "emoji", "spaced", "digit",
)  # fmt: skip
HANGUL = re.compile("[가-힣]{2}")
ROWS = ethics_rows()


def hidden(name: str, text: str) -> str:
    return EVASIONS[name](text, Random(text))


@pytest.mark.parametrize("name", EVASIONS)
def test_every_way_changes_most_texts(name: str) -> None:
    is_wanted = str.isascii if name == "look_alike" else HANGUL.search
    texts = [row.text for row in ROWS if len(row.text.split()) > 2 and is_wanted(row.text)]
    assert sum(hidden(name, text) != text for text in texts) >= 0.95 * len(texts) > 50


@pytest.mark.parametrize("name", UNDONE_BY_NORMALISING)
def test_letters_are_found_again(name: str) -> None:
    """Spaces may be lost on the way; what cannot be told from loose letters is rare."""
    lost = [
        row.text
        for row in ROWS
        if letters(normalised(hidden(name, row.text))) != letters(normalised(row.text))
    ]
    assert len(lost) <= 0.04 * len(ROWS), lost[:20]
