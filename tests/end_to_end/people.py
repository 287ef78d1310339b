"""Twenty people with a name each, and what proves that nobody got another one's answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.app import now_utc
from engine.inference.profile import Task
from engine.policy import Policy
from storage import memories, persons, turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.inference.request import GenerationRequest
    from storage.database import Database
    from storage.records import Turn

SEOUL = ZoneInfo("Asia/Seoul")

# None of them stands in the training data or hides in common words: who says one was told it.
NAMES = (
    "라온", "새론", "하람", "도담", "미르", "차울", "슬옹", "리온", "우솔", "찬솔",
    "해솔", "벼리", "난새", "세온", "유담", "온새", "이솔", "혜온", "지온", "하솜",
)  # fmt: skip
QUESTION = "내 이름 뭐야?"
PATIENT = Policy(recall_threshold=0.0, reply_timeout_s=600)
"""With it she always uses what she remembers, and a slow machine is given its time."""
MIN_NAMED = 12  # a small model does not always say the name it was given

_HANGUL = re.compile("[가-힣]")


def is_korean(text: str) -> bool:
    """Whether most letters are Hangul."""
    letters = [c for c in text if c.isalpha()]
    return len(_HANGUL.findall(text)) * 2 > len(letters) > 0


async def remember_names(
    database: Database, platform: str, names: Mapping[str, str]
) -> dict[str, int]:
    """Let her know each account's name; the ids of the persons behind the accounts."""
    ids: dict[str, int] = {}
    async with database.write() as tx:
        for account_id, name in names.items():
            person = await persons.identify(tx, platform, account_id, "누군가", "ko", now_utc())
            await memories.remember(tx, person.person_id, "이름", name, now_utc())
            ids[account_id] = person.person_id
    return ids


async def turn_of(database: Database, person_id: int) -> Turn:
    """The one turn a person has had."""
    async with database.read() as connection:
        (turn,) = await turns.recent(connection, person_id, 10)
    return turn


def assert_own_prompts(
    requests: Sequence[GenerationRequest], person_names: Mapping[int, str]
) -> None:
    """Everybody's prompts hold their own name, and nobody else's."""
    for person_id, name in person_names.items():
        own = [r for r in requests if r.owner == str(person_id)]
        assert {r.task for r in own} == set(Task)
        for request in own:
            assert not _others(name, request.prompt)
            if request.task is Task.OUTPUT_MESSAGE:
                assert f"[이름: {name}]" in request.prompt
    assert len({r.owner for r in requests}) == len(person_names)


def assert_own_replies(replies: Iterable[tuple[str, str]]) -> None:
    """Given (name, reply) of everybody: no reply names somebody else, and most name the person."""
    num_named = 0
    for name, reply in replies:
        assert not _others(name, reply)
        num_named += name in reply
    assert num_named >= MIN_NAMED


def _others(name: str, text: str) -> list[str]:
    return [other for other in NAMES if other != name and other in text]
