"""Which pieces of a base model's vocabulary are worth keeping.

The two base models know over 250,000 pieces each, of nearly all the world's scripts. 오로라 speaks
Korean and some English; the rest only costs memory and time in the output head. Pieces of kept
scripts all stay, so Korean text is cut into exactly the same pieces as before. Latin is kept up to
a rank: rarer words fall apart into smaller pieces.
"""

from __future__ import annotations

import unicodedata

WORD_BOUNDARY = "▁"
_KOREAN = (("가", "힣"), ("ㄱ", "ㆎ"), ("\u1100", "\u11ff"))
_VARIATION_SELECTORS_AND_JOINER = "\ufe0e\ufe0f\u200d\u20e3"
_FIRST_PICTOGRAPH = 0x1F000


def is_kept(piece: str, rank: int, max_latin_rank: int) -> bool:
    """Whether a vocabulary piece stays.

    Args:
        piece: the piece's text, with `▁` for a space.
        rank: its position in the vocabulary; pieces were learnt most frequent first.
        max_latin_rank: ASCII pieces of two or more characters stay only below this rank.
    """
    text = piece.replace(WORD_BOUNDARY, "")
    if len(text) <= 1:
        return text == "" or _is_kept_character(text)
    if text.isascii():
        return rank < max_latin_rank or _is_run(text)
    return all(_is_korean(c) or (_is_kept_character(c) and not c.isascii()) for c in text)


def _is_run(text: str) -> bool:
    return not text[0].isalnum() and len(set(text)) == 1  # "!!!!!", "~~", ";;"


def _is_korean(character: str) -> bool:
    return any(first <= character <= last for first, last in _KOREAN)


def _is_kept_character(character: str) -> bool:
    return (
        character.isascii()
        or _is_korean(character)
        or character in _VARIATION_SELECTORS_AND_JOINER
        or ord(character) >= _FIRST_PICTOGRAPH
        or unicodedata.category(character)
        in {"So", "Sm", "Sc", "Sk", "Po", "Ps", "Pe", "Pd", "Pi", "Pf", "No"}
    )
