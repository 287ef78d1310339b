"""Synonyms: the same row in other words of the same meaning, drawn anew in every epoch.

One choice holds for a whole row, so that what is to be remembered still stands in the message.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from training.rows import PersonaRow

    Swap = Callable[[str], str]

# (old, new). Only the directions that are always right: "날" may be a day, "노래" may be sung.
_WORDS = (
    ("나는", "난"), ("너는", "넌"), ("나를", "날"), ("너를", "널"), ("그거는", "그건"),
    ("이거는", "이건"), ("뭐를", "뭘"), ("진짜", "정말"), ("정말", "진짜"), ("엄청", "되게"),
    ("되게", "엄청"), ("근데", "그런데"), ("그런데", "근데"), ("왜냐면", "왜냐하면"),
)  # fmt: skip
# The particle that follows a noun takes the form that the other noun asks for.
_NOUNS = (
    ("인공지능", "AI"), ("AI", "인공지능"), ("음악", "노래"), ("LLM", "거대 언어 모델"),
    ("강아지", "댕댕이"), ("고양이", "냥이"), ("선생님", "쌤"), ("알바", "아르바이트"),
    ("아르바이트", "알바"), ("영화관", "극장"), ("핸드폰", "휴대폰"), ("휴대폰", "핸드폰"),
)  # fmt: skip
_LETTERS = (("ㅠ", "ㅜ"), ("ㅜ", "ㅠ"), ("ㅋ", "ㅎ"), ("ㅎ", "ㅋ"))
# (after a consonant, after a vowel)
_PARTICLES = (
    ("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("이랑", "랑"), ("이야", "야"),
    ("이라", "라"), ("이나", "나"), ("아", "야"), ("도", "도"), ("만", "만"), ("에", "에"),
    ("에서", "에서"), ("의", "의"), ("한테", "한테"), ("까지", "까지"), ("처럼", "처럼"),
    ("하고", "하고"), ("인데", "인데"),
)  # fmt: skip
_ANY_PARTICLE = "|".join(
    sorted({form for pair in _PARTICLES for form in pair}, key=len, reverse=True)
)
_ENDS_IN_CONSONANT = frozenset({"LLM"})  # read "엘엘엠"
_SHARE_CHANGED = 0.3
_NOTE = re.compile(r"(\[[^:\]]*: )([^\]]*)(\])")


def augment(row: PersonaRow, random: Random) -> PersonaRow:
    """The row with some of its words replaced, each of them everywhere in the row."""
    texts = (row.message, row.reply, row.turn_summary, row.memory, row.summary, row.remember)
    whole = "\n".join(text for text in texts if text)
    swaps = [
        *(_word_swap(*pair) for pair in _drawn(_WORDS, random)),
        *(_noun_swap(*pair) for pair in _drawn(_NOUNS, random) if _is_swappable(whole, pair[0])),
        *(_letter_swap(*pair) for pair in _drawn(_LETTERS, random)),
    ]

    def say(text: str) -> str:
        for swap in swaps:
            text = swap(text)
        return text

    def note(text: str | None) -> str | None:
        """A note says its value in other words; its key is a name."""
        return _NOTE.sub(lambda m: m[1] + say(m[2]) + m[3], text) if text else None

    return replace(
        row,
        message=say(row.message),
        reply=say(row.reply),
        turn_summary=say(row.turn_summary),
        memory=note(row.memory),
        summary=say(row.summary) if row.summary else None,
        remember=note(row.remember),
    )


def swap_noun(text: str, old: str, new: str) -> str:
    """`text` with one noun for another, each time with the particle the new one asks for."""

    def put(match: re.Match[str]) -> str:
        return new + _fitting(match[1] or "", was_closed=_is_closed(old), is_closed=_is_closed(new))

    return _noun_pattern(old).sub(put, text)


def _noun_pattern(noun: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![가-힣A-Za-z]){re.escape(noun)}({_ANY_PARTICLE})?(?![가-힣A-Za-z])")


def _is_swappable(whole: str, noun: str) -> bool:
    """Whether every place of the noun can be changed: else the row would call it two names."""
    return len(_noun_pattern(noun).findall(whole)) == whole.count(noun)


def _fitting(particle: str, *, was_closed: bool, is_closed: bool) -> str:
    for after_consonant, after_vowel in _PARTICLES:
        if particle == (after_consonant if was_closed else after_vowel):
            return after_consonant if is_closed else after_vowel
    return particle


def _is_closed(noun: str) -> bool:
    """Whether the noun's last sound is a consonant."""
    last = noun[-1]
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28 != 0
    return noun in _ENDS_IN_CONSONANT


def _word_swap(old: str, new: str) -> Swap:
    pattern = re.compile(rf"(?<![가-힣]){old}(?![가-힣])")
    return lambda text: pattern.sub(new, text)


def _noun_swap(old: str, new: str) -> Swap:
    return lambda text: swap_noun(text, old, new)


def _letter_swap(old: str, new: str) -> Swap:
    return lambda text: text.replace(old, new)


def _drawn(pairs: tuple[tuple[str, str], ...], random: Random) -> list[tuple[str, str]]:
    """The replacements made this time."""
    return [pair for pair in pairs if random.random() < _SHARE_CHANGED]
