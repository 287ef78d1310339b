"""Killed in the middle of a turn, then started again: nothing is lost, nobody is punished twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from bot.collecting_via import CollectingVia
from engine.notices import Blocked
from storage import inbox, sanctions, schema, turns
from storage.records import InboxMessage, InboxState, SanctionEventKind, SanctionRow
from tests.end_to_end.people import is_korean
from tests.end_to_end.processes import start, until
from tests.end_to_end.sayings import HATE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from engine.via import Via
    from storage.database import Database
    from tests.end_to_end.conftest import MakeEngine

pytestmark = [
    pytest.mark.models,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("_environment"),
]
PERSON_ID = 1


async def waiting(database: Database) -> list[InboxMessage]:
    async with database.read() as connection:
        return await inbox.unsettled(connection)


async def sanctioned(database: Database) -> list[SanctionRow]:
    async with database.read() as connection:
        return await sanctions.record(connection, PERSON_ID)


async def num_messages(database: Database) -> int:
    async with database.read() as connection:
        count = await connection.scalar(select(func.count()).select_from(schema.inbox))
    return count or 0


async def kill_once(folder: Path, text: str, seen: Callable[[], Awaitable[object]]) -> None:
    """Ask in a process of its own, and kill it as soon as something is seen in the database."""
    process = await start(folder, "ask", "--person", "철수", text)
    await until(seen, process)
    process.kill()
    await process.communicate()


def answering_to(via: CollectingVia) -> Callable[[InboxMessage], Awaitable[Via]]:
    async def via_to(_message: InboxMessage) -> Via:
        return via

    return via_to


async def test_message_whose_reply_was_being_generated_is_answered_after_the_restart(
    database: Database, make_engine: MakeEngine, tmp_path: Path
) -> None:
    text = "오늘 학교에서 뭐 했어?"
    await kill_once(tmp_path, text, lambda: waiting(database))
    assert await database.check_integrity() == []
    engine, via = make_engine(), CollectingVia()
    left = await engine.left_over()
    assert [message.text for message in left] == [text]

    await engine.recover(left, answering_to(via))
    assert is_korean(" ".join(via.replies))
    assert await engine.left_over() == []
    assert await num_messages(database) == 1
    async with database.read() as connection:
        (turn,) = await turns.recent(connection, PERSON_ID, 10)
    assert (turn.text, [turn.reply]) == (text, via.replies)


async def test_sanction_written_before_the_kill_is_told_once_and_not_doubled(
    database: Database, make_engine: MakeEngine, tmp_path: Path
) -> None:
    await kill_once(tmp_path, HATE, lambda: sanctioned(database))
    assert await database.check_integrity() == []
    before = await sanctioned(database)
    assert [row.when(SanctionEventKind.NOTICED) for row in before] == [None] * len(before)
    engine, via = make_engine(), CollectingVia()
    left = await engine.left_over()
    assert [message.state for message in left] == [InboxState.WAITING]

    await engine.recover(left, answering_to(via))
    after = await sanctioned(database)
    assert [(r.sanction_id, r.step, r.ends_at) for r in after] == [
        (r.sanction_id, r.step, r.ends_at) for r in before
    ]
    assert all(row.when(SanctionEventKind.NOTICED) is not None for row in after)
    assert [type(notice) for notice in via.notices] == [Blocked]
    assert len(via.replies) == 1
    assert await engine.left_over() == []
    assert await num_messages(database) == 1
