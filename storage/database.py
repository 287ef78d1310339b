"""One database: opened and migrated, written by one task at a time, read by many."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from storage.completion import complete
from storage.engines import create_readers, create_writer
from storage.errors import DatabaseUnavailable
from storage.migrate import migrate
from storage.urls import parse, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sqlalchemy.engine import URL
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


class Database:
    """Hands out transactions. Statements live in the modules beside this one, one per table."""

    def __init__(self, url: URL) -> None:
        """Use `Database.open`, which migrates first."""
        self._url = shown(url)
        self._writer = create_writer(url)
        self._readers = create_readers(url)
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, url: str) -> Database:
        """Open the database, creating and migrating it if need be.

        Raises:
            DatabaseUnavailable: It cannot be opened.
            DatabaseNewer: A newer release migrated it.
        """
        parsed = parse(url)
        try:
            return await asyncio.get_running_loop().run_in_executor(None, cls._migrated, parsed)
        except DBAPIError as error:
            raise DatabaseUnavailable(shown(parsed), str(error.orig)) from error
        except OSError as error:
            raise DatabaseUnavailable(shown(parsed), str(error)) from error

    @classmethod
    def _migrated(cls, url: URL) -> Database:
        migrate(url)
        return cls(url)

    async def close(self) -> None:
        """Close all connections; transactions must be over."""
        await self._writer.dispose()
        await self._readers.dispose()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction under the write lock: committed at the end, or not at all.

        A cancellation that meets the commit is raised after it. Do not enter it twice in one task.

        Raises:
            DatabaseUnavailable: It did not answer; nothing was written.
        """
        async with self._writing:
            with self._translated():
                async with self._connect(self._writer) as tx:
                    await tx.begin()
                    yield tx
                    await complete(tx.commit())

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """One snapshot of the database; writing through it is refused.

        Raises:
            DatabaseUnavailable: It did not answer.
        """
        with self._translated():
            async with self._connect(self._readers) as connection:
                yield connection

    async def check_integrity(self) -> list[str]:
        """What is wrong with the file and its references; empty if nothing is."""
        async with self.read() as connection:
            if connection.dialect.name != "sqlite":
                return []  # PostgreSQL checks its pages and references itself
            pages = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalars()
            orphans = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).mappings()
            return [line for line in pages if line != "ok"] + [
                f"{row['table']} row {row['rowid']} refers to a missing row of {row['parent']}"
                for row in orphans
            ]

    @asynccontextmanager
    async def _connect(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        # A connection that is cancelled halfway through its setup would be left to the collector.
        connection = engine.connect()
        try:
            await self._start(connection)
            yield connection
        finally:
            if connection.sync_connection is not None:
                await complete(connection.close())

    async def _start(self, connection: AsyncConnection) -> None:
        try:
            await complete(connection.start())
        except OSError as error:
            raise DatabaseUnavailable(self._url, str(error)) from error

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            raise DatabaseUnavailable(self._url, str(error.orig)) from error
        except TimeoutError as error:
            raise DatabaseUnavailable(self._url, "all its connections are busy") from error
