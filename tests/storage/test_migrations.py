from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.migrate import configure
from storage.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.database import Database


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def test_the_migrations_make_the_schema(database: Database) -> None:
    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


def test_the_revisions_form_one_line() -> None:
    assert len(ScriptDirectory.from_config(configure()).get_heads()) == 1
