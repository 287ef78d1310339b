"""A process to be killed: adds persons, prints each one's account once it is committed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from storage.database import Database
from tests.storage.samples import add_message, add_person

ROOT = Path(__file__).parents[2]


async def write(url: str, limit: int) -> None:
    """Commit `limit` persons, then hold a transaction open; with a limit of 0, only open."""
    database = await Database.open(url)
    for number in range(limit):
        async with database.write() as tx:
            await add_message(tx, await add_person(tx, str(number)), str(number))
        _say(str(number))
    if limit > 0:
        async with database.write() as tx:
            await add_person(tx, "unfinished")
            _say("unfinished")
            await asyncio.Event().wait()
    await database.close()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2])))
