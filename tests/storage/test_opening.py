from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from storage.database import Database
from storage.errors import DatabaseNewer, DatabaseUnavailable
from storage.urls import parse
from tests.storage.samples import add_person
from tests.storage.writer_process import ROOT

if TYPE_CHECKING:
    from pathlib import Path


async def test_opening_creates_the_folder(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/deep/er/50%/오로라.db")
    await database.close()
    assert (tmp_path / "deep" / "er" / "50%" / "오로라.db").exists()


async def test_opening_again_keeps_the_rows(url: str) -> None:
    first = await Database.open(url)
    async with first.write() as tx:
        person = await add_person(tx)
    await first.close()
    second = await Database.open(url)
    async with second.write() as tx:
        assert await add_person(tx) == person
    await second.close()


async def test_many_may_open_a_new_database_at_once(url: str) -> None:
    databases = await asyncio.gather(*(Database.open(url) for _ in range(8)))
    for database in databases:
        assert await database.check_integrity() == []
        await database.close()


async def test_many_processes_may_open_a_new_database_at_once(sqlite_url: str) -> None:
    arguments = ["-m", "tests.storage.writer_process", sqlite_url, "0"]
    children = [
        await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT) for _ in range(4)
    ]
    assert [await child.wait() for child in children] == [0] * 4


async def test_a_newer_database_is_refused(database: Database, url: str) -> None:
    async with database.write() as tx:
        await tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer) as caught:
        await Database.open(url)
    assert caught.value.revision == "9999"


async def test_a_file_that_is_no_database_is_unavailable(
    sqlite_file: Path, sqlite_url: str
) -> None:
    text = b"not a database, but long enough to look like one" * 100
    await asyncio.to_thread(sqlite_file.write_bytes, text)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        await Database.open(sqlite_url)


async def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailable):
        await Database.open(f"sqlite:///{tmp_path}/file/ohlora.db")


async def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        await Database.open(f"postgresql://lora:geheim@/ohlora?host={tmp_path}")
    assert "geheim" not in str(caught.value)


async def test_a_server_that_went_away_is_unavailable(tmp_path: Path) -> None:
    database = Database(parse(f"postgresql://lora@/ohlora?host={tmp_path}"))
    with pytest.raises(DatabaseUnavailable):
        async with database.write():
            pass
    with pytest.raises(DatabaseUnavailable):
        async with database.read():
            pass
    await database.close()


async def test_a_server_database_that_is_not_there_is_unavailable(postgres: str) -> None:
    with pytest.raises(DatabaseUnavailable):
        await Database.open(postgres.format(name="nowhere"))


async def test_a_table_that_vanishes_from_an_open_database_is_unavailable(
    sqlite_database: Database, sqlite_file: Path
) -> None:
    with closing(sqlite3.connect(sqlite_file)) as other:
        other.execute("DROP TABLE identities")
        other.commit()
    with pytest.raises(DatabaseUnavailable, match="no such table"):
        async with sqlite_database.write() as tx:
            await add_person(tx)


async def test_different_databases_can_be_opened_at_once(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path / f'{number}.sqlite3'}" for number in range(8)]
    async with asyncio.timeout(60):
        databases = await asyncio.gather(*(Database.open(url) for url in urls))
    for database in databases:
        assert await database.check_integrity() == []
        await database.close()
