from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from storage import sanctions
from storage.records import SanctionEventKind
from tests.storage.samples import (
    DAY,
    NOW,
    VERDICT,
    add_message,
    add_person,
    new_block,
    new_warning,
)

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database
    from storage.records import InboxMessage, NewSanction, SanctionRow


async def append(
    tx: AsyncConnection, message: InboxMessage, *new: NewSanction
) -> list[SanctionRow]:
    return await sanctions.append(
        tx,
        person_id=message.person_id,
        inbox_id=message.inbox_id,
        sanctions=new,
        verdict=VERDICT,
        now=NOW,
    )


async def test_a_sanction_comes_back_as_it_was_decided(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        (row,) = await append(tx, message, new_block())
    assert asdict(new_block()).items() <= asdict(row).items()
    assert (row.person_id, row.inbox_id) == (message.person_id, message.inbox_id)
    assert (row.verdict, row.created_at) == (VERDICT, NOW)
    assert (row.noticed_at, row.lifted_at) == (None, None)


async def test_the_record_is_the_persons_own_oldest_first(database: Database) -> None:
    async with database.write() as tx:
        person, other = await add_person(tx, "1"), await add_person(tx, "2")
        first = await append(tx, await add_message(tx, person, "m1"), new_warning())
        await append(tx, await add_message(tx, other, "m2"), new_block())
        both = await append(
            tx, await add_message(tx, person, "m3"), new_block(), new_block("politics")
        )
        assert await sanctions.record(tx, person.person_id) == first + both


async def test_judging_a_message_again_does_not_punish_twice(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        first = await append(tx, message, new_warning())
        (added,) = await append(tx, message, new_block(step=2), new_block("politics"))
        assert added.category == "politics"
        assert await sanctions.record(tx, message.person_id) == [*first, added]
        assert await append(tx, message) == []


async def test_marks_count_once_and_are_read_from_the_record(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        rows = await append(tx, message, new_block(), new_block("politics"))
        ids = [row.sanction_id for row in rows]
        await sanctions.mark(tx, ids, SanctionEventKind.NOTICED, NOW)
        await sanctions.mark(tx, ids, SanctionEventKind.NOTICED, NOW + DAY)
        await sanctions.mark(tx, ids[:1], SanctionEventKind.LIFTED, NOW + DAY)
        lifted, standing = await sanctions.record(tx, message.person_id)
    assert (lifted.noticed_at, lifted.lifted_at) == (NOW, NOW + DAY)
    assert (standing.noticed_at, standing.lifted_at) == (NOW, None)


async def test_blocks_are_due_from_their_end_until_expired_or_lifted(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        _, one, two, *_ = await append(
            tx,
            message,
            new_warning("a"),
            new_block("b", days=1),
            new_block("c", days=2),
            new_block("d", days=3),
        )
        assert await sanctions.due(tx, one.ends_at - DAY / 1000) == []
        assert await sanctions.due(tx, one.ends_at) == [one]
        assert await sanctions.due(tx, two.ends_at) == [one, two]
        await sanctions.mark(tx, [one.sanction_id], SanctionEventKind.EXPIRED, NOW)
        await sanctions.mark(tx, [two.sanction_id], SanctionEventKind.LIFTED, NOW)
        assert await sanctions.due(tx, two.ends_at) == []


async def test_sanctions_are_unnoticed_until_noticed(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        warning, block = await append(tx, message, new_warning("a"), new_block("b"))
        await sanctions.mark(tx, [block.sanction_id], SanctionEventKind.ACTIVATED, NOW)
        assert await sanctions.unnoticed(tx) == [warning, block]
        await sanctions.mark(tx, [block.sanction_id], SanctionEventKind.NOTICED, NOW)
        assert await sanctions.unnoticed(tx) == [warning]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sanctions SET step = 1",
        "DELETE FROM sanctions",
        "UPDATE sanction_events SET kind = 'lifted'",
        "DELETE FROM sanction_events",
    ],
)
async def test_facts_cannot_be_changed(database: Database, change: str) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        (row,) = await append(tx, message, new_block())
        await sanctions.mark(tx, [row.sanction_id], SanctionEventKind.NOTICED, NOW)
    with pytest.raises(IntegrityError, match="append-only"):
        async with database.write() as tx:
            await tx.exec_driver_sql(change)


async def test_facts_cannot_be_replaced(sqlite_database: Database) -> None:
    async with sqlite_database.write() as tx:
        await append(tx, await add_message(tx, await add_person(tx)), new_block())
    with pytest.raises(IntegrityError, match="append-only"):
        async with sqlite_database.write() as tx:
            await tx.exec_driver_sql("INSERT OR REPLACE INTO sanctions SELECT * FROM sanctions")
