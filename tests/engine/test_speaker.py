"""Candidates until one can be said, and the best of those."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from engine.errors import StepFailed
from engine.exchanges import WrittenReply
from engine.inference.profile import Task
from engine.inference.request import Completion, FinishReason, GenerationRequest, Priority
from engine.prompt import Given
from engine.speaker import Speaker
from engine.time_mark import Moment
from tests.scripted_models import ScriptedModels, with_candidates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from engine.speaker import Spoken

NOON = Moment(weekday=1, part="오후")  # a Tuesday
POLITE, WRONG_DAY = "안녕하세요 😊", "오늘은 일요일이야 😊"
GOOD = ("안녕! 반가워 😊", "왔구나! 보고 싶었어 ✨", "나도 안녕 ㅎㅎ 🎵", "반가워, 뭐 해? 🌈")


def models_saying(*texts: str, candidates: int = 4) -> ScriptedModels:
    """Each request gets the next text."""
    lines: Iterator[str] = iter(texts)
    return ScriptedModels(replies=lambda _: next(lines), profile=with_candidates(candidates))


async def speak(
    models: ScriptedModels, max_rounds: int = 3, seed: int = 5, said: Collection[str] = ()
) -> Spoken:
    return await Speaker(models, max_rounds).speak(
        Given("안녕"), owner="철수", seed=seed, moment=NOON, said=said
    )


@pytest.mark.parametrize("place", range(4))
async def test_best_fitting_candidate_is_said(place: int) -> None:
    models = models_saying(*GOOD)
    models.answering = {GOOD[place]: 0.9}
    spoken = await speak(models)
    assert spoken.reply.text == GOOD[place]
    assert spoken.reply.tries == 4


@pytest.mark.parametrize("place", range(4))
async def test_likeliest_of_equally_fitting_ones_is_said(place: int) -> None:
    models = models_saying(*GOOD)
    models.logprobs = {GOOD[place]: -0.2}
    assert (await speak(models)).reply.text == GOOD[place]


async def test_unusable_candidate_is_thrown_away_however_well_it_fits() -> None:
    models = models_saying(POLITE, GOOD[0], WRONG_DAY, GOOD[1])
    models.answering = {POLITE: 1.0, WRONG_DAY: 1.0, GOOD[1]: 0.5}
    assert (await speak(models)).reply.text == GOOD[1]


async def test_only_usable_candidate_is_said_without_comparing() -> None:
    class NeverCompared(ScriptedModels):
        async def reply_fits(self, *_: object) -> list[float]:
            raise AssertionError

    lines = iter([POLITE, POLITE, GOOD[2], POLITE])
    models = NeverCompared(replies=lambda _: next(lines), profile=with_candidates(4))
    assert (await speak(models)).reply.text == GOOD[2]


async def test_reply_is_mended_as_it_is_shown() -> None:
    models = models_saying(" 오늘는  화요일!\n😊", candidates=1)
    assert (await speak(models)).reply.text == "오늘은 화요일! 😊"


async def test_tries_of_all_rounds_are_counted() -> None:
    models = models_saying(*[POLITE] * 4, *[POLITE] * 4, *GOOD)
    spoken = await speak(models)
    assert spoken.reply.text == GOOD[0]
    assert spoken.reply.tries == len(models.requests) == 12
    assert spoken.first_text_s == pytest.approx(0.2 + 0.2 + 0.1)


async def test_rounds_have_an_end() -> None:
    models = models_saying(*[POLITE] * 8)
    spoken = await speak(models, max_rounds=2)
    assert spoken.reply.text == ""
    assert spoken.reply.tries == len(models.requests) == 8


async def test_sentence_that_was_cut_off_is_thrown_away() -> None:
    models = models_saying(*GOOD)
    models.finish_reason = FinishReason.LENGTH
    assert (await speak(models, max_rounds=1)).reply.text == ""


async def test_every_candidate_has_a_seed_of_its_own() -> None:
    first, second = models_saying(*[POLITE] * 12), models_saying(*[POLITE] * 12)
    await speak(first, seed=5)
    await speak(second, seed=6)
    seeds = [request.seed for models in (first, second) for request in models.requests]
    assert len(set(seeds)) == 24


async def test_same_seed_asks_the_same() -> None:
    first, second = models_saying(*[POLITE] * 12), models_saying(*[POLITE] * 12)
    await speak(first)
    await speak(second)
    assert first.requests == second.requests


async def test_all_candidates_of_a_round_ask_the_same_thing() -> None:
    models = models_saying(*GOOD)
    await speak(models)
    assert {replace(request, seed=0) for request in models.requests} == {
        GenerationRequest(Task.OUTPUT_MESSAGE, models.requests[0].prompt, "철수", Priority.REPLY, 0)
    }


async def test_heat_rises_after_a_wrong_weekday_only() -> None:
    wrong, polite = [WRONG_DAY, POLITE], [POLITE, POLITE]
    models = models_saying(*polite, *wrong, *polite, *wrong, *GOOD[:2], candidates=2)
    await speak(models, max_rounds=5)
    heats = [request.extra_temperature for request in models.requests]
    assert heats == pytest.approx([0, 0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2])


def failing_at(places: set[int], *texts: str) -> ScriptedModels:
    """The candidates at these places, counted from 0, are not served."""
    lines: Iterator[str] = iter(texts)
    numbers = count()

    def answer(_: GenerationRequest) -> str:
        if next(numbers) in places:
            raise StepFailed
        return next(lines)

    return ScriptedModels(replies=answer, profile=with_candidates(4))


@pytest.mark.parametrize("place", range(4))
async def test_candidate_that_is_not_served_leaves_the_choice_to_the_others(place: int) -> None:
    models = failing_at({place}, *GOOD[:3])
    models.answering = {GOOD[1]: 0.9}
    spoken = await speak(models)
    assert spoken.reply.text == GOOD[1]
    assert spoken.reply.tries == 3


async def test_when_no_candidate_is_served_the_error_is_told() -> None:
    with pytest.raises(StepFailed):
        await speak(failing_at({0, 1, 2, 3}))


async def test_seed_of_a_thrown_away_candidate_is_not_taken_again() -> None:
    models = failing_at({0}, *[POLITE] * 7)
    await speak(models, max_rounds=2)
    seeds = [request.seed for request in models.requests]
    assert len(set(seeds)) == len(seeds) == 8


async def test_when_nobody_waits_any_more_every_candidate_is_cancelled() -> None:
    cancelled = []

    class Hanging(ScriptedModels):
        async def generate(self, request: GenerationRequest) -> Completion:
            self.requests.append(request)
            if len(self.requests) == 4:
                self.asked.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.append(request.seed)
                raise
            raise AssertionError

    models = Hanging(profile=with_candidates(4))
    speaking = asyncio.create_task(speak(models))
    await models.asked.wait()
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking
    assert sorted(cancelled) == sorted(request.seed for request in models.requests)


WRITTEN = "안녕! 오늘도 와 줬네 💜"


def written(text: str = WRITTEN, *, likeness: float, fit: float = 0.5) -> WrittenReply:
    return WrittenReply(text, likeness, fit)


async def test_written_reply_is_said_where_it_fits_best() -> None:
    models = models_saying(*GOOD)
    models.written = [written(likeness=0.7, fit=0.8)]
    models.answering = {GOOD[0]: 0.2}
    spoken = await speak(models)
    assert (spoken.reply.text, spoken.reply.tries) == (WRITTEN, 4)


async def test_written_reply_that_nothing_can_beat_is_said_at_once() -> None:
    models = models_saying()
    models.written = [written(likeness=0.95), written("안녕! 반가워 💜", likeness=1.0)]
    spoken = await speak(models)
    assert (spoken.reply.text, spoken.reply.tries) == (WRITTEN, 0)
    assert models.requests == []


async def test_next_written_reply_takes_the_place_of_one_said_lately() -> None:
    models = models_saying()
    models.written = [written(likeness=0.95), written("안녕! 반가워 💜", likeness=1.0)]
    assert (await speak(models, said={WRITTEN})).reply.text == "안녕! 반가워 💜"


async def test_next_written_reply_takes_the_place_of_one_that_cannot_be_said() -> None:
    models = models_saying()
    models.written = [written(POLITE, likeness=1.0), written(likeness=0.95)]
    assert (await speak(models)).reply.text == WRITTEN


async def test_written_reply_to_another_message_gives_way() -> None:
    models = models_saying(*GOOD)
    models.written = [written(likeness=0.1, fit=0.9)]
    models.answering = {GOOD[0]: 0.8}
    assert (await speak(models)).reply.text == GOOD[0]


async def test_written_reply_is_held_to_the_same_rules() -> None:
    models = models_saying(*GOOD)
    models.written = [written(text, likeness=1.0, fit=1.0) for text in (POLITE, WRONG_DAY)]
    assert (await speak(models)).reply.text in GOOD


async def test_when_nothing_generated_can_be_said_the_written_reply_is() -> None:
    models = models_saying(*[POLITE] * 4)
    models.written = [written(likeness=0.1)]
    assert (await speak(models)).reply.text == WRITTEN


async def test_what_she_said_lately_is_not_said_again() -> None:
    models = models_saying(*GOOD)
    models.written = [written(likeness=1.0)]
    models.answering = {GOOD[0]: 0.9, GOOD[1]: 0.8}
    assert (await speak(models, said={WRITTEN, GOOD[0]})).reply.text == GOOD[1]


async def test_what_she_said_lately_is_better_than_silence() -> None:
    models = models_saying(*[GOOD[0]] * 4)
    assert (await speak(models, said={GOOD[0]})).reply.text == GOOD[0]


async def test_with_a_memory_at_hand_nothing_written_is_said() -> None:
    """What we wrote stands alone, so none of it uses the memory."""
    models = models_saying(*GOOD)
    models.written = [written(likeness=1.0, fit=1.0)]
    given = Given("안녕", memory="[취미: 등산]")
    spoken = await Speaker(models, 1).speak(given, owner="철수", seed=5, moment=NOON)
    assert spoken.reply.text in GOOD
