"""Whole chats of the report, with the real engine and database."""

from __future__ import annotations

from tests.scripted_models import ScriptedModels, normal_scores
from training.persona.dialogues import converse

CHATS = [("안녕!", "나 심심해"), ("사귀자",), ("잘 자",)]


async def test_every_chat_is_held_whole_at_a_time_of_its_own() -> None:
    models = ScriptedModels(replies=lambda r: f"{len(r.prompt)}글자구나 😊")
    dialogues = await converse(models, CHATS)
    assert [[line.message for line in d.lines] for d in dialogues] == [list(c) for c in CHATS]
    assert len({dialogue.started_at for dialogue in dialogues}) == len(CHATS)
    assert all(line.reply for dialogue in dialogues for line in dialogue.lines)


async def test_sanction_is_told_in_the_chat() -> None:
    models = ScriptedModels(verdicts={"사귀자": normal_scores(love=1.0)})
    (_, (line,), _) = [dialogue.lines for dialogue in await converse(models, CHATS)]
    assert line.notices
