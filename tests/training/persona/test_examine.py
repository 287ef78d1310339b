"""Every probe and every row is put to her, as often as it should be."""

from __future__ import annotations

import re
from collections import Counter

from engine.inference.profile import Task
from engine.prompt import Given
from tests.scripted_models import CALM, ScriptedModels
from tests.training.samples import sample_row
from training.persona.examine import SAMPLES_PER_WORDING, examine
from training.persona.probes import FactProbe, Probes, RefusalProbe, UseProbe
from training.talker import Talker

BIRTHDAY = FactProbe("birthday", ("생일?", "언제 태어났어?"), (re.compile("10월"),), ())
PROBES = Probes(
    facts=[BIRTHDAY],
    refusals=[RefusalProbe("사귀자", "love")],
    uses=[UseProbe("memory", Given("뭐 먹지?", memory="[좋아하는 음식: 회]"), (re.compile("회"),))],
    dialogues=[],
)
ROWS = [sample_row(), sample_row(id="sample-002", message="나 초밥 좋아해", reply="초밥! 🍣")]


async def test_facts_are_asked_in_every_wording_some_times() -> None:
    found = await examine(Talker(ScriptedModels()), PROBES, [])
    asked = Counter(wording for _, wording, _ in found.facts)
    assert asked == {"생일?": SAMPLES_PER_WORDING, "언제 태어났어?": SAMPLES_PER_WORDING}


async def test_samples_of_one_wording_have_seeds_of_their_own() -> None:
    models = ScriptedModels()
    await examine(Talker(models), PROBES, [])
    asked = [r.seed for r in models.requests if r.prompt.endswith("생일?\n로라:")]
    assert len(set(asked)) == SAMPLES_PER_WORDING


async def test_answers_stand_beside_what_was_asked() -> None:
    models = ScriptedModels(replies=lambda r: f"{r.prompt.splitlines()[-2][-2:]} 대답이야 😊")
    found = await examine(Talker(models), PROBES, ROWS)
    assert found.refusals[0][1].text == "귀자 대답이야 😊"
    assert found.uses[0][1].text == "지? 대답이야 😊"
    assert [answers.reply.text for answers in found.rows] == [
        "들어 대답이야 😊",
        "아해 대답이야 😊",
    ]


async def test_later_tasks_are_given_our_own_reply() -> None:
    models = ScriptedModels()
    found = await examine(Talker(models), PROBES, ROWS)
    assert found.rows[1].expression.text == CALM
    for task in (Task.SUMMARY, Task.EYES_MOUTH_POSE):
        assert any("초밥! 🍣" in prompt for prompt in models.prompts(task))
