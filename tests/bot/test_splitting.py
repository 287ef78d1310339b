from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from bot.splitting import split_text, utf16_length

Length = Callable[[str], int]
FAMILY = "👨‍👩‍👧‍👦"
JAMO = "\u1100\u1161\u11a8"
WRITTEN = [
    "가",
    "각",
    JAMO,
    "a",
    "e\u0301",
    "🇰🇷",
    "👍🏽",
    ".",
    "?",
    "로라",
    "`",
    "ㅋㅋ",
    "\u200d",
    "☎️",
]
SPACES = [" ", "\n", "\n\n", "\t", "\u3000", "\r\n", " \u0301"]
PARTS = st.sampled_from([*WRITTEN, FAMILY, *SPACES])
TEXTS = st.one_of(st.lists(PARTS, max_size=200).map("".join), st.text(max_size=200))
LIMITS = st.integers(min_value=2, max_value=60)
WORDS = st.text("가나ab👋.!", min_size=1, max_size=30)
CODE_LINES = st.lists(st.sampled_from(["x = 1", "  y", "", "가나 다라", "print(1)"]), min_size=1)


def _without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXTS.filter(lambda text: "```" not in text), LIMITS, st.sampled_from([len, utf16_length]))
def test_nothing_but_white_space_is_lost(text: str, limit: int, length: Length) -> None:
    messages = split_text(text, limit, length)
    assert _without_space("".join(messages)) == _without_space(text)
    rest = text
    for message in messages:  # each stands in the text as it was, spaces inside and all
        before, found, rest = rest.partition(message)
        assert found
        assert not before.strip()
    assert not rest.strip()


@given(TEXTS, LIMITS, st.sampled_from([len, utf16_length]))
def test_every_message_fits_and_none_is_blank(text: str, limit: int, length: Length) -> None:
    for message in split_text(text, limit, length):
        assert length(message) <= limit
        assert message.strip()


@given(st.lists(WORDS), st.lists(st.sampled_from([" ", "  ", "\n", "\n\n", "\t"])), LIMITS)
def test_a_word_is_broken_only_if_longer_than_a_message(
    words: list[str], spaces: list[str], limit: int
) -> None:
    text = "".join(map("".join, zip_longest(words, spaces[: len(words)], fillvalue=" ")))
    pieces = [piece for message in split_text(text, limit) for piece in message.split()]
    short = [word for word in words if len(word) <= limit]
    assert not Counter(short) - Counter(pieces)


@given(st.lists(PARTS, max_size=200).map("".join).filter(lambda t: "```" not in t))
def test_no_grapheme_is_broken(text: str) -> None:
    limit = 40
    graphemes = list(iter_graphemes(text))
    if max(map(len, graphemes), default=0) > limit:
        return
    cut = [g for message in split_text(text, limit) for g in iter_graphemes(message)]
    kept = [g for g in cut if g.strip()]
    assert kept == [g for g in graphemes if g.strip()]


@given(
    CODE_LINES,
    st.sampled_from(["", "py", "c++"]),
    st.integers(24, 80),
    st.text("가 \n", max_size=60),
)
def test_code_is_closed_and_opened_again(
    lines: list[str], language: str, limit: int, around: str
) -> None:
    text = f"{around}\n```{language}\n" + "\n".join([*lines, "end"]) + f"\n```\n{around}"
    messages = split_text(text, limit)
    for message in messages:
        assert len(message) <= limit
        assert message.count("```") % 2 == 0
    code = [
        c
        for m in messages
        for c in re.findall(rf"```{re.escape(language)}\n(.*?)```", m, re.DOTALL)
    ]
    assert _without_space("".join(code)) == _without_space("".join(lines) + "end")
    outside = "".join(re.sub(r"```.*?```", "", m, flags=re.DOTALL) for m in messages)
    assert _without_space(outside) == _without_space(around * 2)


def test_blank_texts_are_no_messages() -> None:
    assert split_text("", 10) == []
    assert split_text(" \n\t ", 10) == []


def test_a_text_that_fits_stays_whole() -> None:
    assert split_text("안녕!\n\n나 로라야.", 2000) == ["안녕!\n\n나 로라야."]


@pytest.mark.parametrize(
    ("text", "limit", "messages"),
    [
        ("첫 문단이야. 둘째\n\n셋째 줄\n넷째", 18, ["첫 문단이야. 둘째", "셋째 줄\n넷째"]),
        ("첫째 줄이야. 길다\n둘째 줄 더 길다", 16, ["첫째 줄이야. 길다", "둘째 줄 더 길다"]),
        ("나 로라야! 오늘 뭐 했어", 11, ["나 로라야!", "오늘 뭐 했어"]),
        ("오늘 뭐 했어", 5, ["오늘 뭐", "했어"]),
        ("가나다라마", 2, ["가나", "다라", "마"]),
    ],
)
def test_the_best_border_wins(text: str, limit: int, messages: list[str]) -> None:
    assert split_text(text, limit) == messages


def test_a_border_near_the_start_is_not_worth_a_message() -> None:
    assert split_text("응.\n\n" + "가나 " * 10, 24)[0].startswith("응.\n\n가나")


def test_code_keeps_its_indentation() -> None:
    text = "```py\nfor i in x:\n    print(i)\n    print(i + 1)\n```"
    assert split_text(text, 32) == [
        "```py\nfor i in x:\n```",
        "```py\n    print(i)\n```",
        "```py\n    print(i + 1)\n```",
    ]


def test_marks_wider_than_half_a_message_are_plain_text() -> None:
    text = "```python\nprint(1)\n```"
    assert _without_space("".join(split_text(text, 8))) == _without_space(text)


def test_an_open_mark_is_plain_text() -> None:
    assert split_text("``` 가나 다라", 6) == ["``` 가나", "다라"]


def test_a_grapheme_longer_than_a_message_is_cut_between_characters() -> None:
    assert split_text("e" + "\u0301" * 9, 4) == ["e\u0301\u0301\u0301", "\u0301" * 4, "\u0301" * 2]


def test_utf16_length_counts_as_the_platforms_do() -> None:
    assert utf16_length("로라✦") == 3
    assert utf16_length("👋") == 2
    assert split_text("👋👋👋", 4, utf16_length) == ["👋👋", "👋"]


def test_a_limit_that_not_every_character_fits_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        split_text("가", 1)


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(["가나 ", "🇰🇷", "x", "```a\nb\n```\n", " \u0301", "\n a", "a\u200d", "`"]))
def test_time_grows_with_the_text(part: str) -> None:
    def seconds(num_parts: int) -> float:
        begun = time.perf_counter()
        split_text(part * num_parts, 4096, utf16_length)
        return time.perf_counter() - begun

    # Sixteen times the text in quadratic time would take 256 times as long.
    assert seconds(64_000) < 80 * max(seconds(4_000), 0.002)
