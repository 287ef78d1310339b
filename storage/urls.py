"""Database URLs: what people write, and what the async drivers need."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import DatabaseUnavailable


def parse(url: str) -> URL:
    """Read `sqlite:///path` or `postgresql://...` and choose the async driver.

    Raises:
        DatabaseUnavailable: It is no URL, names another database, or no file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        # The text itself may hold a password, so the error does not repeat it.
        raise DatabaseUnavailable("(unreadable)", "this is not a database URL") from None
    match parsed.get_backend_name():
        case "sqlite":
            return _with_file(parsed.set(drivername="sqlite+aiosqlite"))
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+asyncpg")
    raise DatabaseUnavailable(shown(parsed), "only sqlite and postgresql are known here")


def shown(url: URL) -> str:
    """The URL as errors may show it: without its password."""
    return url.render_as_string(hide_password=True)


def create_folder(url: URL) -> None:
    """Make the folder that a SQLite file will lie in."""
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def _with_file(url: URL) -> URL:
    # Each connection to an in-memory database would get a database of its own.
    if url.database in (None, "", ":memory:"):
        raise DatabaseUnavailable(shown(url), "it names no file")
    return url
