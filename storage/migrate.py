"""Brings a database to the newest revision, in one transaction under the write lock."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock

from storage.engines import create_writer
from storage.errors import DatabaseNewer
from storage.urls import create_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL, Connection

_MIGRATING = Lock()
"""Alembic's `context` is one for the whole process: two migrations would run on each other's."""


def migrate(url: URL) -> None:
    """Create the database if need be, and upgrade it to the newest revision.

    Alembic reads its scripts from the disk, so this blocks: call it from a thread of its own,
    where it runs its own event loop.

    Raises:
        DatabaseNewer: The database stands at a revision that this release does not know.
    """
    create_folder(url)
    with _alone(url), _MIGRATING:
        asyncio.run(_migrate(url))


@contextmanager
def _alone(url: URL) -> Iterator[None]:
    """One opener of a SQLite file at a time.

    SQLite refuses to turn a new file to WAL while anybody else reads it, at once: for this one
    statement it does not wait for the busy timeout.
    """
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        yield
        return
    with FileLock(f"{url.database}.lock"):
        yield


def configure() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    folder = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


async def _migrate(url: URL) -> None:
    engine = create_writer(url)
    try:
        async with engine.begin() as tx:
            await tx.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = configure()
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    for revision in MigrationContext.configure(connection).get_current_heads():
        if revision not in known:
            raise DatabaseNewer(revision)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
