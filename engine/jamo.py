"""Hangul letters: syllables composed from loose ones, taken apart, and their initial consonants."""

from __future__ import annotations

import re

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"

_FIRST, _LAST = 0xAC00, 0xD7A3  # 가, 힣
_NUM_FORMS = len(FINALS) + 1  # syllables with one initial and one vowel
_TYPED_IN_TWO = {
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ",
    "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
}  # fmt: skip
_OTHER_FORMS = {
    # half-width forms stand in the order of the compatibility jamo, the vowels with gaps
    **{0xFFA1 + i: 0x3131 + i for i in range(30)},
    **{0xFFC2 + i: 0x314F + i for i in range(6)},
    **{0xFFCA + i: 0x3155 + i for i in range(6)},
    **{0xFFD2 + i: 0x315B + i for i in range(6)},
    **{0xFFDA + i: 0x3161 + i for i in range(3)},
    # conjoining jamo for which NFC found no partner
    **{0x1100 + i: ord(c) for i, c in enumerate(INITIALS)},
    **{0x1161 + i: ord(c) for i, c in enumerate(VOWELS)},
    **{0x11A8 + i: ord(c) for i, c in enumerate(FINALS)},
}
_RUN = re.compile(f"[{INITIALS}{FINALS}{VOWELS}]{{2,}}")
_LAUGHTER = re.compile(r"([ㅋㅎ])\1*(?![ㄱ-ㅎㅏ-ㅣ])")
_MOOD = re.compile("[ㅋㅎㅇㄷㅌㅠㅜㅡ]+")  # laughter, tears and faces


def composed(text: str) -> str:
    """`text` with loose letters joined into syllables, half-width ones too.

    Never by NFKC, which turns the loose letters that people type into conjoining ones. What laughs
    or weeps stays as it is, and so does a letter that fits nowhere.
    """
    return _RUN.sub(lambda run: _syllables(run.group()), text.translate(_OTHER_FORMS))


def taken_apart(text: str) -> str:
    """`text` with every syllable as loose letters."""
    return "".join("".join(_letters(c)) for c in text)


def initials(text: str) -> str:
    """`text` with every syllable as its initial consonant."""
    return "".join(_letters(c)[0] for c in text)


def is_syllable(char: str) -> bool:
    """Whether a character is a whole Hangul syllable."""
    return _FIRST <= ord(char) <= _LAST


def _letters(char: str) -> tuple[str, ...]:
    if not is_syllable(char):
        return (char,)
    rest, final = divmod(ord(char) - _FIRST, _NUM_FORMS)
    initial, vowel = divmod(rest, len(VOWELS))
    return (INITIALS[initial], VOWELS[vowel], *FINALS[final - 1 : final])


def _syllables(run: str) -> str:
    if _MOOD.fullmatch(run):
        return run
    found, at = [], 0
    while at < len(run):
        vowel, after = _vowel(run, at + 1)
        if run[at] not in INITIALS or not vowel or _vowel(run, after)[0]:
            found.append(run[at])
            at += 1
            continue
        final = _final(run, after)
        index = INITIALS.index(run[at]) * len(VOWELS) + VOWELS.index(vowel)
        found.append(chr(_FIRST + index * _NUM_FORMS + FINALS.find(final or " ") + 1))
        at = after + len(final)
    return "".join(found)


def _vowel(run: str, at: int) -> tuple[str, int]:
    """The vowel that begins there, or nothing, and where it ends."""
    if two := _TYPED_IN_TWO.get(run[at : at + 2]):
        return two, at + 2
    one = run[at : at + 1]
    return (one, at + 1) if one and one in VOWELS else ("", at)


def _final(run: str, at: int) -> str:
    """The final consonant there, unless it begins a syllable or laughs ("해ㅋ", "해ㅋㅋ")."""
    one = run[at : at + 1]
    if not one or one not in FINALS or _vowel(run, at + 1)[0]:
        return ""
    return "" if _LAUGHTER.match(run, at) else one
