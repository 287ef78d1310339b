"""Text as it reads without what hides it from a classifier: a second view, never shown or stored.

The order is the one that is safe for Korean: canonical composition, invisible characters, loose
Hangul letters, look-alikes, then what stands between syllables. Every pass is linear in the length
of the text, and ordinary Korean, English, emoji, addresses and code come out as they went in.
"""

from __future__ import annotations

import re
import unicodedata

from engine.jamo import composed, is_syllable

_MAX_PASSES = 4  # what one step joins, another may compose; two are nearly always enough

_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_EMOJI_PARTS = re.compile("[\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]")  # joiner, form, flag's name

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTXaesijopcyxABEZHIKMNOPTYXo"
)
_STYLED = re.compile(
    "[\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]"
)  # full-width, mathematical

_SYLLABLE = "[가-힣]"
_SIGN = r"[^가-힣ㄱ-ㅎㅏ-ㅣA-Za-z\s](?:[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff])*"
_SPELT = re.compile(  # 사.랑.해, 사 💗 랑 💗 해, 정_치
    rf"(?<![가-힣]){_SYLLABLE}(?: ?(?:{_SIGN}){{1,2}} ?{_SYLLABLE}(?![가-힣]))+"
)
_ORDINARY_SIGNS = re.compile(r"[.,!?~…:;'\"()\[\]/·%&@#\d]")
_SPACED = re.compile(rf"(?<!\S){_SYLLABLE}(?: {{1,2}}{_SYLLABLE}(?!\S)){{2,}}")
_WORDS_OF_ONE = frozenset(
    "나너난넌날널내네걔쟤얘이그저좀더잘못안또왜뭐뭔수것거걸건게데때중다꼭막참딱맨새한두세몇집밥물술돈말"
    "일책꿈눈비밤낮옷방번명시분초년월할갈올볼줄듯만뿐채척등및와헐응엥오아음예자야어큰옛온전각매총약반글긴텅빈빛쓸써줘힘팀티운십표목쉼뜸"
)
_DIGIT_INSIDE = re.compile(r"(?<=[가-힣])\d{1,2}(?=[가-힣])")
_BEFORE_NUMBERS = frozenset("초중고제총약단만매월일년시분대수권기")
_AFTER_NUMBERS = frozenset(
    "월일시분초개명번년살급점등위학층호세대권장차회원반조단도만천백억인편판기주박잔병줄컷군강구칸키쪽배"
)
_REPEATED = re.compile(rf"({_SYLLABLE})\1{{3,}}")


def normalised(text: str) -> str:
    """The reading of `text`; applying it again changes nothing."""
    for _ in range(_MAX_PASSES):
        read = _joined(_legible(composed(_visible(unicodedata.normalize("NFC", text)))))
        if read == text:
            break
        text = read
    return text


def _visible(text: str) -> str:
    """Without format characters, fillers and selectors; what holds an emoji together stays."""
    kept: list[str] = []
    for char in text:
        if _EMOJI_PARTS.match(char):
            if kept and not (kept[-1].isalpha() or kept[-1].isspace()):
                kept.append(char)
        elif not (char in _FILLERS or _SELECTORS.match(char) or unicodedata.category(char) == "Cf"):
            kept.append(char)
    return "".join(kept)


def _legible(text: str) -> str:
    """Latin letters for their styled forms and, in words that mix alphabets, for look-alikes."""
    plain = _STYLED.sub(lambda styled: unicodedata.normalize("NFKC", styled.group()), text)
    return _WORD.sub(
        lambda word: (
            word.group().translate(_LOOK_ALIKES) if _LATIN.search(word.group()) else word.group()
        ),
        plain,
    )


def _joined(text: str) -> str:
    """Without what stands between the syllables of one word."""
    text = _without_digits(text)
    spelt = _SPELT.findall(text)
    text = _SPELT.sub(lambda found: _without_signs(found.group(), len(spelt)), text)
    text = _SPACED.sub(lambda found: _without_spaces(found.group()), text)
    return _REPEATED.sub(r"\1\1", text)


def _without_signs(spelt: str, num_spelt: int) -> str:
    """Two syllables with a comma between them are ordinary, unless the whole text looks so."""
    syllables = list(filter(is_syllable, spelt))
    if len(syllables) == 2 and num_spelt == 1 and _ORDINARY_SIGNS.search(spelt):
        return spelt
    return spelt if " " in spelt and _are_words(syllables) else "".join(syllables)


def _without_spaces(spaced: str) -> str:
    syllables = spaced.split()
    return spaced if _are_words(syllables) else "".join(syllables)


def _are_words(syllables: list[str]) -> bool:
    """Whether half of them are words by themselves ("나 좀 더 자"), so that they stay apart."""
    return 2 * sum(s in _WORDS_OF_ONE for s in syllables) >= len(syllables)


def _without_digits(text: str) -> str:
    """Without the numbers inside words, where half of the words have one and some count nothing.

    A single word loses only a number that counts nothing: "고3인데" and "3월1일" are ordinary.
    """
    words = [word for word in text.split() if sum(map(is_syllable, word)) > 1]
    numbered = [numbers for word in words if (numbers := list(_DIGIT_INSIDE.finditer(word)))]
    if 2 * len(numbered) < len(words) or not any(any(map(_counts_nothing, n)) for n in numbered):
        return text
    is_everywhere = len(numbered) > 1
    return _DIGIT_INSIDE.sub(
        lambda digit: "" if is_everywhere or _counts_nothing(digit) else digit.group(), text
    )


def _counts_nothing(digit: re.Match[str]) -> bool:
    text = digit.string
    return (
        text[digit.start() - 1] not in _BEFORE_NUMBERS and text[digit.end()] not in _AFTER_NUMBERS
    )
