"""When a score counts, and that a broken model sanctions nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ethics import CLASS_NAMES, NORMAL, Category, Thresholds, decide
from engine.judge import judge
from storage.records import InboxState
from tests.scripted_models import ScriptedModels, normal_scores

if TYPE_CHECKING:
    from tests.engine.conftest import World

NAN = float("nan")
THRESHOLDS = Thresholds()


@pytest.mark.parametrize("category", list(Category))
def test_class_counts_from_its_threshold_on(category: Category) -> None:
    thresholds = Thresholds(**{category.value: 0.7})
    assert decide(normal_scores(**{category.value: 0.7}), thresholds) == (category,)
    assert decide(normal_scores(**{category.value: 0.6999}), thresholds) == ()


def test_normal_looking_message_is_let_off() -> None:
    scores = normal_scores(hate=0.99)
    assert decide(scores | {NORMAL: 0.4999}, THRESHOLDS) == (Category.HATE,)
    assert decide(scores | {NORMAL: 0.5}, THRESHOLDS) == ()


def test_all_classes_over_their_threshold_count() -> None:
    scores = normal_scores(love=1.0, politics=1.0, paedrip=1.0, hate=1.0)
    assert decide(scores, THRESHOLDS) == tuple(Category)


@given(st.sampled_from(list(CLASS_NAMES)), st.sampled_from(list(Category)))
def test_score_that_is_not_a_number_sanctions_nobody(broken: str, category: Category) -> None:
    scores = normal_scores(**{category.value: 0.99}) | {broken: NAN}
    assert decide(scores, THRESHOLDS) == ()


async def test_verdict_of_a_broken_encoder_is_no_verdict(world: World) -> None:
    world.models.verdicts = {"혐오": normal_scores(hate=NAN)}
    report, via = await world.say("혐오")
    assert report is not None
    assert (report.outcome, report.verdict) == (InboxState.ANSWERED, None)
    assert report.sanctions == ()
    assert (len(via.replies), via.notices) == (1, [])


async def test_text_without_letters_is_normal_and_keeps_its_place() -> None:
    models = ScriptedModels(verdicts={"혐오": normal_scores(hate=0.99)})
    texts = ["?!", "혐오", "", "안녕", "😀"]
    verdicts = await judge(models, texts, THRESHOLDS)
    assert [v.decision for v in verdicts] == [(), (Category.HATE,), (), (), ()]
    assert all(set(v.scores) == set(CLASS_NAMES) for v in verdicts)
