from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import asyncpg
import pytest

from storage.database import Database
from tests.storage.postgres_server import is_installed, run_postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server's URL with a place for the database's name; skips where there is no PostgreSQL."""
    if not is_installed():
        pytest.skip("PostgreSQL is not installed")
    with run_postgres() as url:
        yield url


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    return tmp_path / "ohlora.db"


@pytest.fixture
def sqlite_url(sqlite_file: Path) -> str:
    return f"sqlite:///{sqlite_file}"


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    database = await Database.open(sqlite_url)
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    """A database that does not hold anything yet."""
    if request.param == "sqlite":
        return sqlite_url
    server: str = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    connection = await asyncpg.connect(server.format(name="postgres"))
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return server.format(name=name)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """A migrated database; each test that asks for it runs on SQLite and on PostgreSQL."""
    database = await Database.open(url)
    yield database
    await database.close()
