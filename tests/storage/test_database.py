from __future__ import annotations

import asyncio
import gc
import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import inbox, memories, persons, settings
from storage.completion import complete
from storage.errors import DatabaseUnavailable
from storage.records import InboxState
from storage.schema import persons as persons_table
from tests.storage.samples import NOW, add_message, add_person

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database import Database


async def count_persons(database: Database) -> int:
    async with database.read() as connection:
        count = await connection.scalar(select(func.count()).select_from(persons_table))
    assert count is not None
    return count


async def test_a_write_is_seen_by_later_reads(database: Database) -> None:
    async with database.write() as tx:
        await add_person(tx)
    assert await count_persons(database) == 1


async def test_an_error_undoes_the_whole_transaction(database: Database) -> None:
    async def fail() -> None:
        async with database.write() as tx:
            await add_person(tx)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await count_persons(database) == 0


async def test_200_concurrent_writers_lose_nothing(database: Database) -> None:
    async def add_one(tag: str) -> None:
        async with database.write() as tx:
            count = await settings.get(tx, "test", "count")
            await asyncio.sleep(0)
            await settings.put(tx, "test", "count", (count if isinstance(count, int) else 0) + 1)
            await add_person(tx, tag)

    async with asyncio.TaskGroup() as group:
        for number in range(200):
            group.create_task(add_one(str(number)))
    assert await count_persons(database) == 200
    async with database.read() as connection:
        assert await settings.get(connection, "test", "count") == 200


async def test_two_databases_on_one_file_take_turns(url: str, database: Database) -> None:
    other = await type(database).open(url)

    async def add_one(writer: Database) -> None:
        async with writer.write() as tx:
            count = await settings.get(tx, "test", "count")
            await settings.put(tx, "test", "count", (count if isinstance(count, int) else 0) + 1)

    async with asyncio.TaskGroup() as group:
        for _ in range(25):
            group.create_task(add_one(database))
            group.create_task(add_one(other))
    async with other.read() as connection:
        assert await settings.get(connection, "test", "count") == 50
    await other.close()


async def test_a_read_is_one_snapshot(database: Database) -> None:
    async with database.read() as connection:
        assert await persons.find(connection, "discord", "1") is None
        async with database.write() as tx:
            await add_person(tx)
        assert await persons.find(connection, "discord", "1") is None


async def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises((DatabaseUnavailable, DBAPIError)):
        async with database.read() as connection:
            await add_person(connection)
    assert await count_persons(database) == 0


async def test_a_write_holds_the_lock_before_its_first_statement(
    sqlite_database: Database, sqlite_file: Path
) -> None:
    with closing(sqlite3.connect(sqlite_file, timeout=0, isolation_level=None)) as other:
        async with sqlite_database.write():
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")


async def test_every_connection_is_set_up(sqlite_database: Database) -> None:
    expected = {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "busy_timeout": 30_000,
    }
    async with sqlite_database.write() as tx, sqlite_database.read() as connection:
        for pragma, value in expected.items():
            for each in (tx, connection):
                assert (await each.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == value


async def test_a_row_of_a_missing_person_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.write() as tx:
            await memories.remember(tx, 404, "이름", "민지", NOW)


async def test_a_task_cancelled_in_a_transaction_leaves_nothing_behind(database: Database) -> None:
    written = asyncio.Event()

    async def write_and_wait() -> None:
        async with database.write() as tx:
            await add_person(tx, "cancelled")
            written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await written.wait()
    other = asyncio.create_task(_add(database, "other"))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await other
    async with database.read() as connection:
        assert await persons.find(connection, "discord", "cancelled") is None
        assert await persons.find(connection, "discord", "other") is not None


async def test_tasks_cancelled_at_any_moment_write_whole_or_nothing(database: Database) -> None:
    chance = random.Random(7)
    acknowledged: set[str] = set()
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: complaints.append(told))

    async def write(tag: str) -> None:
        async with database.write() as tx:
            message = await add_message(tx, await add_person(tx, tag), tag)
            await inbox.settle(tx, message.inbox_id, InboxState.ANSWERED, NOW)
        acknowledged.add(tag)

    async def interrupt(tag: str) -> None:
        tasks = {asyncio.create_task(write(tag)), asyncio.create_task(count_persons(database))}
        for longest_wait_s in (0.04, 0.002):  # the second cancellation meets the cleaning up
            await asyncio.sleep(chance.uniform(0, longest_wait_s))
            for task in tasks:
                task.cancel()
        await asyncio.wait(tasks)

    async with asyncio.timeout(20):  # less than the 30 s for which a leaked lock would be awaited
        for start in range(0, 100, 5):
            await asyncio.gather(*(interrupt(str(start + number)) for number in range(5)))
        await write("last")
    async with database.read() as connection:
        assert await inbox.unsettled(connection) == []
        for tag in acknowledged:
            assert await persons.find(connection, "discord", tag) is not None
    gc.collect()
    assert complaints == []


async def test_a_commit_is_finished_although_its_task_is_cancelled() -> None:
    started, allowed, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def commit() -> None:
        started.set()
        await allowed.wait()
        done.set()

    task = asyncio.create_task(complete(commit()))
    await started.wait()
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    assert not task.done()
    allowed.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done.is_set()


async def test_a_failed_commit_says_so() -> None:
    async def commit() -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        await complete(commit())


async def test_check_integrity_finds_orphans(sqlite_database: Database, sqlite_file: Path) -> None:
    assert await sqlite_database.check_integrity() == []
    with closing(sqlite3.connect(sqlite_file)) as other:
        other.execute("INSERT INTO summaries VALUES (404, '', '2026-05-01 00:00:00.000000')")
        other.commit()
    assert await sqlite_database.check_integrity() == [
        "summaries row 404 refers to a missing row of persons"
    ]


async def test_forty_concurrent_readers_are_all_served(database: Database) -> None:
    assert await asyncio.gather(*(count_persons(database) for _ in range(40))) == [0] * 40


async def _add(database: Database, account_id: str) -> None:
    async with database.write() as tx:
        await add_person(tx, account_id)
