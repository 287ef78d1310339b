from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import StatementError

from storage import persons

if TYPE_CHECKING:
    from storage.database import Database


async def test_times_come_back_as_the_same_moment_in_utc(database: Database) -> None:
    seoul = datetime(2026, 5, 1, 3, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=9)))
    async with database.write() as tx:
        await persons.identify(tx, "discord", "1", "민지", None, seoul)
    async with database.read() as connection:
        person = await persons.find(connection, "discord", "1")
    assert person is not None
    assert person.created_at == seoul
    assert person.created_at.tzinfo is UTC


async def test_a_naive_time_is_refused_and_nothing_is_written(database: Database) -> None:
    naive = datetime(2026, 5, 1)  # noqa: DTZ001
    with pytest.raises(StatementError, match="naive"):
        async with database.write() as tx:
            await persons.identify(tx, "discord", "1", "민지", None, naive)
    async with database.read() as connection:
        assert await persons.find(connection, "discord", "1") is None
