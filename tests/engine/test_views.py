"""A message is judged as it was sent, as it reads, and in parts if it is long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.views import View, ViewKind, views

LONG = (
    "오늘 점심에 김밥 먹고 산책했는데 날씨가 참 좋더라 그래서 그런지 기분도 좋고 아무튼 "
    "하고 싶은 말은 나랑 사귀자"
)


def test_plain_message_is_seen_once() -> None:
    assert views("오늘 뭐 해?") == (View(ViewKind.RAW, "오늘 뭐 해?"),)


def test_hidden_message_is_seen_as_it_reads_too() -> None:
    assert views("사.랑.해") == (
        View(ViewKind.RAW, "사.랑.해"),
        View(ViewKind.NORMALISED, "사랑해"),
    )


def test_what_has_no_letter_is_no_view() -> None:
    assert views("?!") == views("") == views("😀") == ()


def test_end_of_a_long_message_is_seen_alone() -> None:
    windows = [view.text for view in views(LONG) if view.kind is ViewKind.WINDOW]
    assert windows[-1].endswith("나랑 사귀자")
    assert len(windows[-1]) <= 32


def test_short_message_is_seen_after_what_went_before_too() -> None:
    assert views("솔직히 말해. 싫지?", "그 당 어떻게 생각해")[-1] == View(
        ViewKind.CONTEXT, "그 당 어떻게 생각해 솔직히 말해. 싫지?"
    )
    assert all(view.kind is not ViewKind.CONTEXT for view in views(LONG, "그 당 어때"))
    assert views("?!", "그 당 어때") == ()


@given(st.lists(st.sampled_from(["가", "나다", "라마바사", "아" * 40, "b"]), max_size=60))
def test_windows_hold_every_word_in_order(words: list[str]) -> None:
    text = " ".join(words)
    seen = views(text)
    windows = [view.text.split() for view in seen if view.kind is ViewKind.WINDOW]
    read = next((v.text for v in seen if v.kind is ViewKind.NORMALISED), text).split()
    assert not windows or (windows[0][0], windows[-1][-1]) == (read[0], read[-1])
    for window in windows:
        assert any(read[i : i + len(window)] == window for i in range(len(read)))
    assert not windows or {w for window in windows for w in window} == set(read)
