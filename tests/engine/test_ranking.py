"""Which of several candidates is said."""

from __future__ import annotations

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from engine.exchanges import InputKind
from engine.ranking import FIT_WEIGHT, best, trust

CANDIDATES = st.lists(
    st.tuples(st.floats(-1, 1), st.floats(-10, 0)), min_size=1, max_size=5, unique=True
)


def test_better_fit_wins_over_equal_likelihood() -> None:
    assert best([0.2, 0.9, 0.5], [-1.0, -1.0, -1.0]) == 1


def test_likelier_one_wins_over_equal_fit() -> None:
    assert best([0.5, 0.5, 0.5], [-2.0, -1.0, -0.5]) == 2


def test_fit_and_likelihood_are_weighed() -> None:
    assert best([0.5, 0.6], [-1.0, -1.0 - 0.09 * FIT_WEIGHT]) == 1
    assert best([0.5, 0.6], [-1.0, -1.0 - 0.11 * FIT_WEIGHT]) == 0


def test_first_of_equals_is_taken() -> None:
    assert best([0.5, 0.5], [-1.0, -1.0]) == 0


@given(CANDIDATES)
def test_chosen_one_has_no_better(candidates: list[tuple[float, float]]) -> None:
    fits, logprobs = zip(*candidates, strict=True)
    chosen = best(fits, logprobs)
    for fit, logprob in candidates:
        assert not (fit > fits[chosen] and logprob > logprobs[chosen])


THREE = [(0.9, -1.0), (0.5, -0.5), (0.1, -3.0)]


@given(st.permutations(THREE))
def test_order_does_not_matter(candidates: list[tuple[float, float]]) -> None:
    fits, logprobs = zip(*candidates, strict=True)
    assert candidates[best(fits, logprobs)] == THREE[best(*zip(*THREE, strict=True))]


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_more_alike_is_trusted_more(a: float, b: float) -> None:
    low, high = sorted([a, b])
    for kind in InputKind:
        assert trust(low, kind) <= trust(high, kind)


def test_reply_to_quite_another_message_is_trusted_less_than_what_the_model_doubts() -> None:
    assert trust(0.2, InputKind.PLAIN) < -2.0 < trust(0.9, InputKind.PLAIN)


def test_what_stands_before_a_message_makes_a_written_reply_less_likely() -> None:
    plain, summary, memory = (
        trust(0.9, kind) for kind in (InputKind.PLAIN, InputKind.SUMMARY, InputKind.MEMORY)
    )
    assert plain > summary > memory == -inf
