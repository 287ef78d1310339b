"""Rows put to her as in the product: recall first, then examples, tries and choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.inference.profile import Task
from engine.prompt import Given
from engine.time_mark import Moment
from tests.scripted_models import CALM, ScriptedModels
from training.talker import Answer, Talker, moment_of

if TYPE_CHECKING:
    from engine.inference.request import GenerationRequest

MEMORY, SUMMARY = "[좋아하는 음식: 초밥]", "사용자는 초밥을 먹었고 오로라가 부러워함"


def prompt_of(models: ScriptedModels) -> str:
    (prompt,) = models.prompts(Task.OUTPUT_MESSAGE)
    return prompt


@pytest.mark.parametrize(("fit", "is_given"), [(0.39, False), (0.41, True)])
async def test_memory_is_given_from_the_threshold_on(fit: float, *, is_given: bool) -> None:
    models = ScriptedModels(fitting={MEMORY: fit})
    await Talker(models).reply(Given("뭐 먹지?", memory=MEMORY), seed=0)
    assert (MEMORY in prompt_of(models)) is is_given


@pytest.mark.parametrize(("fit", "is_given"), [(0.05, False), (0.15, True)])
async def test_last_turn_is_given_if_the_message_goes_on_from_it(
    fit: float, *, is_given: bool
) -> None:
    models = ScriptedModels(fitting={SUMMARY: fit})
    await Talker(models).reply(Given("또 먹고 싶다", summary=SUMMARY), seed=0)
    assert (SUMMARY in prompt_of(models)) is is_given


async def test_unusable_replies_are_thrown_away_as_in_a_turn() -> None:
    lines = iter(["안녕하세요", "안녕! 반가워 😊"])
    answer = await Talker(ScriptedModels(replies=lambda _: next(lines))).reply(Given("안녕"), 0)
    assert (answer.text, answer.tries) == ("안녕! 반가워 😊", 2)


async def test_weekday_is_the_one_of_the_time_mark() -> None:
    lines = iter(["오늘은 수요일!", "오늘은 금요일!"])
    given = Given("오늘 무슨 요일이야?", time_mark="금요일 저녁")
    answer = await Talker(ScriptedModels(replies=lambda _: next(lines))).reply(given, 0)
    assert answer.text == "오늘은 금요일!"


def test_moment_is_that_of_the_time_mark() -> None:
    assert moment_of(Given("오늘?", time_mark="일요일 오전")) == Moment(6, "오전")


async def test_later_tasks_write_what_the_model_says() -> None:
    talker = Talker(ScriptedModels())
    answer = await talker.after(Task.EYES_MOUTH_POSE, Given("안녕"), "안녕! 😊", 0)
    assert (answer.text, answer.tries) == (CALM, 1)


async def test_answers_come_in_the_order_asked() -> None:
    def echo(request: GenerationRequest) -> str:
        return f"{request.owner}번째 안녕! 😊"

    talker = Talker(ScriptedModels(replies=echo))
    answers: list[Answer] = await talker.all(
        "replies", [talker.reply(Given("안녕"), seed) for seed in range(40)]
    )
    assert [answer.text for answer in answers] == [f"{seed}번째 안녕! 😊" for seed in range(40)]
