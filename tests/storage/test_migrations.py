from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

from storage import inbox, sanctions
from storage.database import Database
from storage.engines import create_writer
from storage.migrate import configure
from storage.records import EVERYWHERE, RULES, SanctionEventKind
from storage.schema import metadata
from storage.urls import parse
from tests.storage.samples import NOW

if TYPE_CHECKING:
    from sqlalchemy import Connection


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def test_the_migrations_make_the_schema(database: Database) -> None:
    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_sanctions_of_before_become_cases(url: str) -> None:
    await asyncio.to_thread(lambda: asyncio.run(_write_old_rows(url)))
    database = await Database.open(url)
    async with database.read() as connection:
        first, second = await sanctions.record(connection, 1)
        (message, _) = await inbox.unsettled(connection)
    await database.close()
    assert (first.place, first.case_number, second.case_number) == ("discord:private", 1, 2)
    assert (first.scope, first.actor, first.is_shadow) == (EVERYWHERE, RULES, False)
    assert first.until == NOW + timedelta(days=1)
    assert set(first.events) == {SanctionEventKind.ACTIVATED, SanctionEventKind.NOTICED}
    assert second.is_pending
    assert message.place == "discord:private"


async def _write_old_rows(url: str) -> None:
    config = configure()
    engine = create_writer(parse(url))

    def write(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        old = MetaData()
        old.reflect(connection)
        times = {"created_at": NOW, "starts_at": NOW, "ends_at": NOW + timedelta(days=1)}
        connection.execute(old.tables["persons"].insert(), {"created_at": NOW})
        for number in (1, 2):
            connection.execute(
                old.tables["inbox"].insert(),
                {"person_id": 1, "platform": "discord", "message_id": f"m{number}", "chat_id": "c",
                 "text": "", "state": "waiting", "sent_at": NOW, "received_at": NOW},
            )  # fmt: skip
            connection.execute(
                old.tables["sanctions"].insert(),
                {"person_id": 1, "inbox_id": number, "category": "hate", "kind": "block",
                 "step": number, "verdict": {}, "rule_version": "1", **times},
            )  # fmt: skip
        for kind in ("activated", "noticed"):
            connection.execute(
                old.tables["sanction_events"].insert(),
                {"sanction_id": 1, "kind": kind, "at": NOW},
            )

    async with engine.begin() as tx:
        await tx.run_sync(write)
    await engine.dispose()


def test_the_revisions_form_one_line() -> None:
    assert len(ScriptDirectory.from_config(configure()).get_heads()) == 1
