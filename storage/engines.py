"""The two engines of a database: one writing connection, and readers that cannot write."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.completion import complete

if TYPE_CHECKING:
    import aiosqlite
    from sqlalchemy import AdaptedConnection
    from sqlalchemy.engine import URL, Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection


def create_writer(url: URL) -> AsyncEngine:
    """One connection; each of its transactions holds the write lock from its beginning.

    The lock holds across processes, so reading and then writing in one transaction is safe.
    """
    if url.get_backend_name() == "sqlite":
        # secure_delete: what a person asked to forget is overwritten, not just unlinked.
        engine = _create_sqlite(url, "PRAGMA secure_delete=ON", pool_size=1, max_overflow=0)
        _on_begin(engine, "BEGIN IMMEDIATE")
        return engine
    engine = _create_postgresql(url, pool_size=1, max_overflow=0)
    # PostgreSQL's counterpart of BEGIN IMMEDIATE; the number only has to be the same everywhere.
    _on_begin(engine, "SELECT pg_advisory_xact_lock(8217001)")
    return engine


def create_readers(url: URL) -> AsyncEngine:
    """A pool of connections that see one snapshot per transaction and refuse to write."""
    if url.get_backend_name() == "sqlite":
        engine = _create_sqlite(url, "PRAGMA query_only=ON")
        _on_begin(engine, "BEGIN")
        return engine
    engine = _create_postgresql(url, isolation_level="REPEATABLE READ")
    return engine.execution_options(postgresql_readonly=True)


def _create_sqlite(url: URL, *pragmas: str, **options: Any) -> AsyncEngine:
    # isolation_level None: the driver must not begin transactions of its own accord.
    engine = create_async_engine(
        url, hide_parameters=True, connect_args={"isolation_level": None}, **options
    )

    def prepare(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        # busy_timeout goes first: the change to WAL may itself have to wait for another process.
        for pragma in (
            "PRAGMA busy_timeout=30000",
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            "PRAGMA recursive_triggers=ON",  # else INSERT OR REPLACE slips past delete triggers
            *pragmas,
        ):
            cursor.execute(pragma)
        cursor.close()

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "invalidate", _abandon)
    return engine


def _abandon(connection: AdaptedConnection, _record: object, _error: object) -> None:
    """Release the locks of a connection whose statement was cut off by a cancellation.

    SQLite's own close does not: while a traceback still refers to the statement's cursor, the
    connection lives on unseen, its transaction open and every other writer waiting.
    """
    # The cancellation that led here is raised anyway, so a second one may be dropped.
    with suppress(asyncio.CancelledError, ValueError, sqlite3.Error):
        connection.run_async(lambda raw: complete(_roll_back_and_close(raw)))


async def _roll_back_and_close(raw: aiosqlite.Connection) -> None:
    try:
        await raw.rollback()
    finally:
        await raw.close()


def _create_postgresql(url: URL, **options: Any) -> AsyncEngine:
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"timeout": 10, "server_settings": {"lock_timeout": "30000"}},
        **options,
    )


def _on_begin(engine: AsyncEngine, statement: str) -> None:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    event.listen(engine.sync_engine, "begin", begin)
