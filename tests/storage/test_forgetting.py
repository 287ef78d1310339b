from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from storage import inbox, memories, sanctions, summaries, turns
from storage.forgetting import forget
from storage.records import Forgotten, InboxState
from tests.storage.samples import (
    NOW,
    PLACE,
    VERDICT,
    add_message,
    add_person,
    case_of,
    new_block,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database
    from storage.records import Person

SECRET = "우리 집 비밀번호는 칠칠칠"


async def live(tx: AsyncConnection, account_id: str) -> Person:
    """Two answered messages and a waiting one, two memories, a summary and a sanction."""
    person = await add_person(tx, account_id)
    for number in range(2):
        message = await add_message(tx, person, f"{account_id}-{number}", SECRET)
        await turns.append(
            tx,
            person_id=person.person_id,
            inbox_id=message.inbox_id,
            text=SECRET,
            reply=SECRET,
            verdict=VERDICT,
            created_at=NOW,
        )
        await inbox.settle(tx, message.inbox_id, InboxState.ANSWERED, NOW)
        await memories.remember(tx, person.person_id, f"비밀 {number}", SECRET, NOW)
    await summaries.put(tx, person.person_id, SECRET, NOW)
    await sanctions.append(tx, case_of(message), [new_block()], NOW)
    await add_message(tx, person, f"{account_id}-waiting", "잊어줘")
    return person


async def test_forgetting_counts_what_it_deletes_and_then_nothing(database: Database) -> None:
    async with database.write() as tx:
        person = await live(tx, "1")
        assert await forget(tx, person.person_id) == Forgotten(2, 1, 2, 2)
        assert await forget(tx, person.person_id) == Forgotten(0, 0, 0, 0)


async def test_forgetting_keeps_sanctions_waiting_messages_and_ids(database: Database) -> None:
    async with database.write() as tx:
        person = await live(tx, "1")
        before = await sanctions.record(tx, person.person_id)
        await forget(tx, person.person_id)
        assert await sanctions.record(tx, person.person_id) == before
        assert [message.text for message in await inbox.unsettled(tx)] == ["잊어줘"]
        again = await inbox.accept(
            tx,
            person_id=person.person_id,
            platform="discord",
            message_id="1-0",
            chat_id="c1",
            place=PLACE,
            text=SECRET,
            language="ko",
            sent_at=NOW,
            received_at=NOW,
        )
        assert again is None


async def test_forgetting_one_person_leaves_the_others(database: Database) -> None:
    async with database.write() as tx:
        person, other = await live(tx, "1"), await live(tx, "2")
        await forget(tx, person.person_id)
        assert await memories.of(tx, person.person_id) == []
        assert await turns.recent(tx, person.person_id, 9) == []
        assert await summaries.latest(tx, person.person_id) is None
        assert await forget(tx, other.person_id) == Forgotten(2, 1, 2, 2)


async def test_a_forgotten_memorys_id_is_never_given_out_again(database: Database) -> None:
    async with database.write() as tx:
        person = await live(tx, "1")
        old_ids = {memory.memory_id for memory in await memories.of(tx, person.person_id)}
        await forget(tx, person.person_id)
        new = await memories.remember(tx, person.person_id, "취미", "등산", NOW)
    assert new is not None
    assert new.memory_id > max(old_ids)


async def test_forgotten_text_is_gone_from_the_file(
    sqlite_database: Database, sqlite_file: Path
) -> None:
    async with sqlite_database.write() as tx:
        person = await live(tx, "1")
    async with sqlite_database.write() as tx:
        await forget(tx, person.person_id)
    await sqlite_database.close()  # the last connection folds the WAL into the file
    assert SECRET.encode() not in await asyncio.to_thread(sqlite_file.read_bytes)
