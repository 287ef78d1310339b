from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from typing import TYPE_CHECKING

import pytest

from storage import inbox, persons
from storage.database import Database
from tests.storage.samples import add_person
from tests.storage.writer_process import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def start(url: str, limit: int) -> Process:
    arguments = ["-m", "tests.storage.writer_process", url, str(limit)]
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT, stdout=PIPE)


async def acknowledgements(child: Process) -> AsyncIterator[str]:
    assert child.stdout is not None
    while line := await child.stdout.readline():
        yield line.decode().strip()


async def kill(child: Process) -> list[str]:
    """Kill without warning; give what had been acknowledged but was not read yet."""
    child.kill()
    rest = [account_id async for account_id in acknowledgements(child)]
    await child.wait()
    return rest


@pytest.mark.parametrize("num_before_kill", [1, 13, 40])
async def test_a_killed_writer_loses_no_acknowledged_row(url: str, num_before_kill: int) -> None:
    child = await start(url, 1_000_000)
    acknowledged = []
    async for account_id in acknowledgements(child):
        acknowledged.append(account_id)
        if len(acknowledged) == num_before_kill:
            break
    acknowledged += await kill(child)

    database = await Database.open(url)
    assert await database.check_integrity() == []
    async with database.read() as connection:
        for account_id in acknowledged:
            assert await persons.find(connection, "discord", account_id) is not None
        num_messages = len(await inbox.unsettled(connection))
        # At most one more: committed, but killed before it could say so.
        assert num_messages - len(acknowledged) in (0, 1)
    await database.close()


async def test_a_writer_killed_in_a_transaction_leaves_neither_row_nor_lock(url: str) -> None:
    child = await start(url, 1)
    async for account_id in acknowledgements(child):
        if account_id == "unfinished":
            break
    await kill(child)

    database = await Database.open(url)
    async with database.write() as tx:
        assert await persons.find(tx, "discord", "0") is not None
        assert await persons.find(tx, "discord", "unfinished") is None
        await add_person(tx, "next")
    await database.close()
