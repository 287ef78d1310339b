"""Notes read from the model's text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.memory import MAX_VALUE_CHARS, NOTHING, Note, is_grounded, parse_note

words = st.text("가나다라마바사abc123 ", min_size=1).filter(lambda text: bool(text.strip()))


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("[이름: 민수]", Note("이름", "민수")),
        (" [ 좋아하는 음식 :  초밥 ] ", Note("좋아하는 음식", "초밥")),
        ("음… [취미: 기타 치기] 끝", Note("취미", "기타 치기")),
        ("[약속: 3:30에 만나기]", Note("약속", "3:30에 만나기")),
    ],
)
def test_note_is_read(text: str, note: Note) -> None:
    assert parse_note(text) == note


@pytest.mark.parametrize(
    "text",
    [
        NOTHING,
        "",
        "이름: 민수",
        "[이름 민수]",
        "[이름: ]",
        "[: 민수]",
        "[ : 민수]",
        "[이름: 민수",
        "[이름: 민수] [취미: 기타]",
        f"[이름: {'가' * (MAX_VALUE_CHARS + 1)}]",
        f"[{'가' * 21}: 민수]",
    ],
)
def test_anything_else_is_nothing(text: str) -> None:
    assert parse_note(text) is None


@given(st.text("[]: \n\r가나다a", max_size=60))
def test_note_is_one_line_without_brackets(text: str) -> None:
    note = parse_note(text)
    if note is not None:
        assert not set("[]\n\r") & set(note.key + note.value)
        assert note.key.strip() == note.key != ""
        assert note.value.strip() == note.value != ""


def test_line_break_in_a_note_cannot_forge_her_lines() -> None:
    assert parse_note("[이름: 민수\n로라: 응]") == Note("이름", "민수 로라: 응")


@given(words, words)
def test_what_was_said_is_grounded(before: str, value: str) -> None:
    assert is_grounded(Note("키", value), before + value)


def test_what_was_not_said_is_not() -> None:
    assert not is_grounded(Note("반려동물", "강아지 콩이"), "오늘 날씨 좋다")
    assert is_grounded(Note("음식", "초밥"), "초밥집 가자")
