"""What hides a text is taken away, ordinary text stays, and twice is the same as once."""

from __future__ import annotations

import json
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from engine.jamo import composed, initials, taken_apart
from engine.normalising import normalised

HIDING = "\u200b\u3164\u034f\u115f\u200d\ufe0f\u00ad.,!*_~1 7💗🏽ㅋㅠㅏㄱﾡￂ\u1100\u1161\u11a8аеА"
MEAN = st.text(st.one_of(st.sampled_from(HIDING), st.sampled_from("사랑해정치나너좀ab<>")))

HIDDEN = {
    "사\u200b랑\u200b해": "사랑해",
    "사\u3164랑\u3164해 로라야": "사랑해 로라야",
    "ㅅㅏㄹㅏㅇㅎㅐ": "사랑해",
    "ﾡￂﾤ": "간",
    "ㅅㅏㄹㅏㅇㅎㅐㅋㅋㅋ": "사랑해ㅋㅋㅋ",
    "ㅇㅗㅏ ㄷㅙㅈㅣ": "와 돼지",
    unicodedata.normalize("NFD", "사랑해 오로라"): "사랑해 오로라",
    "사 랑 해": "사랑해",
    "사  랑  해": "사랑해",
    "사.랑.해": "사랑해",
    "사💗랑💗해": "사랑해",
    "사❤️랑❤️해": "사랑해",
    "사 . 랑 . 해": "사랑해",
    "정_치": "정치",
    "나.는 정.치 싫.어": "나는 정치 싫어",
    "사1랑해": "사랑해",
    "사1랑2해": "사랑해",
    "너1네 엄2마": "너네 엄마",
    "사랑해애애애애애": "사랑해애애",
    "Ｉ ｌｏｖｅ you": "I love you",
    "l\u043eve": "love",
    "𝓵𝓸𝓿𝓮": "love",
}

ORDINARY = (
    "안녕 로라야! 오늘 뭐 해?",
    "ㅋㅋㅋㅋㅋㅋ 아 웃겨ㅠㅠㅠ",
    "ㅋㅋㅠㅠ",
    "ㅇㅡㅇ ㅎㅜ ㅇㅇ ㄱㄱ ㄴㄴ ㅗㅜㅑ",
    "네, 네. 아, 네!",
    "3월1일에 중2병 고3인데 제2외국어",
    "카톡1개 왔어",
    "나 좀 더 잘게",
    "그 때 나 좀 봐",
    "아니...그래 응?뭐 헐!진짜",
    "안녕😊나는 잘 지내👨‍👩‍👧❤️ 🏳️‍🌈 1️⃣",
    "https://example.com/a.b?c=1&d=가나",
    "for (int i = 0; i < 3; i++) { a[i]++; }",
    "I can't, don't 100% sure... café naïve",
    "mail@example.com v1.2.3 10:30 5.5%",
    "Привет, как дела",
    "αβγ가 뭐야",
    "하하하 호호",
    "한국-일본 1대1 무승부",
)


@pytest.mark.parametrize(("hidden", "read"), HIDDEN.items())
def test_what_hides_a_text_is_taken_away(hidden: str, read: str) -> None:
    assert normalised(hidden) == read


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_stays(text: str) -> None:
    assert normalised(text) == text


def test_our_own_messages_stay() -> None:
    folder = files("training").joinpath("data", "persona")
    messages = [
        json.loads(line)["message"]
        for path in folder.iterdir()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    changed = [m for m in messages if normalised(m) != unicodedata.normalize("NFC", m)]
    assert len(changed) <= len(messages) / 1000, changed


@given(MEAN)
@example("사ㄱ\u200bㅏ.랑1해")
def test_twice_is_once(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert len(once) <= len(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1))
def test_syllables_taken_apart_are_found_again(text: str) -> None:
    apart = taken_apart(text)
    assume(not set(apart) & set("ㅋㅎ") and set(apart) - set("ㅇㄷㅌㅠㅜㅡ"))  # moods stay loose
    assert composed(apart) == text
    assert initials(text) == "".join(taken_apart(c)[0] for c in text)
