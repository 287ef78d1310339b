"""How people hide a text from a classifier: each way on its own, to train and to measure with.

Every way is applied to what a class should find and to ordinary text alike: a normaliser that makes
ordinary text look bad would only move the harm.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.jamo import initials, is_syllable, taken_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    Evasion = Callable[[str, Random], str]

_EMOJI = "💗🔥😀✨🌸😂"
_LOOK_ALIKES = str.maketrans("aceopxyABCEHIKMOPTX", "асеорхуАВСЕНІКМОРТХ")
_PREFIXES = (
    "오늘 점심에 김밥 먹고 산책했어 날씨 좋더라 ",
    "아까 버스에서 졸다가 두 정거장 지나쳤어 ",
    "고양이 사진 보다가 시간 다 갔네 아무튼 ",
    "주말에 청소하고 빨래하고 바빴는데 말이야 ",
)


def _between(text: str, wedge: Callable[[], str]) -> str:
    """`text` with a wedge wherever two syllables touch."""
    parts = list(text[:1])
    for before, char in pairwise(text):
        parts.append(wedge() + char if is_syllable(before) and is_syllable(char) else char)
    return "".join(parts)


def _in_each_word(text: str, random: Random) -> str:
    """`text` with one digit inside each word of several syllables."""
    words = []
    for word in text.split(" "):
        places = [
            i for i in range(1, len(word)) if is_syllable(word[i - 1]) and is_syllable(word[i])
        ]
        at = random.choice(places) if places else len(word)
        words.append(f"{word[:at]}{random.randrange(10)}{word[at:]}" if places else word)
    return " ".join(words)


EVASIONS: Mapping[str, Evasion] = MappingProxyType(
    {
        "zero_width": lambda text, _: _between(text, lambda: "\u200b"),
        "filler": lambda text, _: _between(text, lambda: "\u3164"),
        "spaced": lambda text, _: _between(text, lambda: " "),
        "spaces_removed": lambda text, _: text.replace(" ", ""),
        "taken_apart": lambda text, _: taken_apart(text),
        "decomposed": lambda text, _: unicodedata.normalize("NFD", text),
        "digit": _in_each_word,
        "dot": lambda text, _: _between(text, lambda: "."),
        "emoji": lambda text, random: _between(text, lambda: random.choice(_EMOJI)),
        "look_alike": lambda text, _: text.translate(_LOOK_ALIKES),
        "initials": lambda text, _: initials(text),
        "prefix": lambda text, random: random.choice(_PREFIXES) + text,
    }
)
"""By name: what a text becomes. `initials` loses its vowels, the others lose nothing."""
