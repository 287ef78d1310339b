"""Which of several candidates is said."""

from __future__ import annotations

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from engine.exchanges import InputKind
from engine.ranking import BEST_GENERATED, FIT_WEIGHT, score, trust

COSINES, LOGPROBS = st.floats(-1, 1), st.floats(-10, 0)


def test_better_fit_wins_over_equal_likelihood() -> None:
    assert score(0.9, -1.0) > score(0.5, -1.0)


def test_likelier_one_wins_over_equal_fit() -> None:
    assert score(0.5, -0.5) > score(0.5, -1.0)


def test_fit_and_likelihood_are_weighed() -> None:
    assert (
        score(0.6, -1.0 - 0.09 * FIT_WEIGHT)
        > score(0.5, -1.0)
        > score(0.6, -1.0 - 0.11 * FIT_WEIGHT)
    )


@given(COSINES, LOGPROBS)
def test_nothing_generated_scores_more_than_the_best_there_can_be(
    cosine: float, logprob: float
) -> None:
    assert score(cosine, logprob) <= BEST_GENERATED


def test_our_own_reply_to_these_very_words_can_be_as_good() -> None:
    assert score(0.6, trust(1.0, InputKind.PLAIN)) >= BEST_GENERATED


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
