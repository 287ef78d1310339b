"""When a score counts, and that a broken model sanctions nobody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ethics import (
    CLASS_NAMES,
    NORMAL,
    Category,
    Judgement,
    Reading,
    Thresholds,
    conclude,
    decide,
)
from engine.judge import judge
from engine.views import View, ViewKind
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
    scores, guard = normal_scores(hate=0.99), THRESHOLDS.normal_guard
    assert decide(scores | {NORMAL: guard - 0.0001}, THRESHOLDS) == (Category.HATE,)
    assert decide(scores | {NORMAL: guard}, THRESHOLDS) == ()


def test_all_classes_over_their_threshold_count() -> None:
    scores = normal_scores(love=1.0, politics=1.0, paedrip=1.0, hate=1.0)
    assert decide(scores, THRESHOLDS) == tuple(Category)


@given(st.sampled_from(list(CLASS_NAMES)), st.sampled_from(list(Category)))
def test_score_that_is_not_a_number_sanctions_nobody(broken: str, category: Category) -> None:
    scores = normal_scores(**{category.value: 0.99}) | {broken: NAN}
    assert decide(scores, THRESHOLDS) == ()


def readings(*scores: dict[str, float]) -> list[Reading]:
    kinds = [ViewKind.RAW, ViewKind.NORMALISED, ViewKind.WINDOW]
    return [
        Reading(View(kind, kind.value), Judgement(of_view, f"like {kind.value}"))
        for kind, of_view in zip(kinds, scores, strict=False)
    ]


def test_class_counts_if_any_view_shows_it_and_that_view_explains_it() -> None:
    verdict = conclude(readings(normal_scores(), normal_scores(hate=0.99)), THRESHOLDS, "m")
    assert (verdict.decision, verdict.view) == ((Category.HATE,), ViewKind.NORMALISED)
    assert (verdict.scores["hate"], verdict.nearest) == (0.99, "like normalised")


def test_classes_of_several_views_add_up() -> None:
    found = readings(normal_scores(love=1.0), normal_scores(politics=1.0), normal_scores())
    assert conclude(found, THRESHOLDS, "m").decision == (Category.LOVE, Category.POLITICS)


def test_normal_view_explains_a_normal_verdict() -> None:
    verdict = conclude(readings(normal_scores(), normal_scores(love=0.1)), THRESHOLDS, "m")
    assert (verdict.decision, verdict.view) == ((), ViewKind.RAW)


@pytest.mark.parametrize("category", list(Category))
def test_class_near_its_threshold_is_in_doubt_and_not_decided(category: Category) -> None:
    thresholds = Thresholds(**{category.value: 0.7}, uncertain_band=0.2)
    for score, decided, in_doubt in ((0.7, True, False), (0.55, False, True), (0.45, False, False)):
        scores = normal_scores(**{category.value: score})
        verdict = conclude(readings(scores), thresholds, "m")
        assert (category in verdict.decision, category in verdict.uncertain) == (decided, in_doubt)


def test_hidden_text_that_reads_normal_is_in_doubt_at_most() -> None:
    strange, ordinary = normal_scores(love=0.99), normal_scores()
    verdict = conclude(readings(strange, ordinary), THRESHOLDS, "m")
    assert (verdict.decision, verdict.uncertain) == ((), (Category.LOVE,))
    unclear = normal_scores(love=0.2, normal=0.3)
    assert conclude(readings(strange, unclear), THRESHOLDS, "m").decision == (Category.LOVE,)


def test_class_that_shows_only_after_what_went_before_is_in_doubt() -> None:
    context = Reading(View(ViewKind.CONTEXT, "둘"), Judgement(normal_scores(politics=1.0)))
    verdict = conclude([*readings(normal_scores()), context], THRESHOLDS, "m")
    assert (verdict.decision, verdict.uncertain) == ((), (Category.POLITICS,))


def test_verdict_explains_itself_without_the_message() -> None:
    told = conclude(readings(normal_scores(hate=0.99)), THRESHOLDS, "ethics-1").explanation()
    assert json.loads(json.dumps(told)) == told
    assert told["decision"] == ["hate"]
    assert (told["model"], told["rule"], told["nearest"]) == ("ethics-1", "judge-2", "like raw")
    assert told["thresholds"]["hate"] == THRESHOLDS.hate


async def test_hidden_text_is_judged_as_it_reads() -> None:
    models = ScriptedModels(verdicts={"사랑해": normal_scores(love=0.99)})
    (verdict,) = await judge(models, ["사.랑.해"], THRESHOLDS)
    assert (verdict.decision, verdict.view) == ((Category.LOVE,), ViewKind.NORMALISED)
    assert verdict.model == models.judge_version


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
