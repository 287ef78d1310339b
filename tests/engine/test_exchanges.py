"""Which of our exchanges are shown, and which of our replies may be said again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.exchanges import Exchange, InputKind, WrittenReply, nearest, nearest_replies

SHARES = st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.booleans()), max_size=8)


def exchange(
    reply: str = "안녕", kind: InputKind = InputKind.PLAIN, *, stands_alone: bool = True
) -> Exchange:
    return Exchange(kind, "안녕?", "안녕?", reply, stands_alone)


def test_nearest_is_shown_last() -> None:
    exchanges = [exchange(str(i)) for i in range(3)]
    assert nearest([0.5, 0.9, 0.1], exchanges, InputKind.PLAIN, 2) == [0, 1]


def test_of_near_ones_the_same_kind_is_shown() -> None:
    exchanges = [exchange(kind=InputKind.PLAIN), exchange(kind=InputKind.MEMORY)]
    assert nearest([0.52, 0.5], exchanges, InputKind.MEMORY, 1) == [1]
    assert nearest([0.9, 0.5], exchanges, InputKind.MEMORY, 1) == [0]


def test_reply_that_needs_what_stood_before_it_is_never_said_again() -> None:
    exchanges = [exchange("초밥 어때?", stands_alone=False), exchange("뭐든 좋지!")]
    found = nearest_replies([0.9, 0.2], [0.9, 0.2], exchanges, 2)
    assert [reply.text for reply in found] == ["뭐든 좋지!"]


def test_written_replies_are_ranked_by_message_and_fit_together() -> None:
    exchanges = [exchange("하나"), exchange("둘"), exchange("셋")]
    found = nearest_replies([0.9, 0.6, 0.7], [0.0, 0.8, 0.4], exchanges, 2)
    assert found == [WrittenReply("둘", 0.6, 0.8), WrittenReply("셋", 0.7, 0.4)]


@given(SHARES, st.integers(0, 9))
def test_no_more_written_replies_than_asked_for(
    cosines: list[tuple[float, float, bool]], count: int
) -> None:
    exchanges = [exchange(str(i), stands_alone=able) for i, (_, _, able) in enumerate(cosines)]
    found = nearest_replies(
        [a for a, _, _ in cosines], [b for _, b, _ in cosines], exchanges, count
    )
    assert len(found) == min(count, sum(able for _, _, able in cosines))
