"""Command hashes in the settings table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import settings

if TYPE_CHECKING:
    from storage.database import Database

_SCOPE = "commands"


class StoredHashes:
    """A `CommandHashStore` that outlives restarts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str | None:
        """The hash that was put last."""
        async with self._database.read() as connection:
            value = await settings.get(connection, _SCOPE, name)
        return value if isinstance(value, str) else None

    async def put(self, name: str, value: str) -> None:
        """Keep a hash."""
        async with self._database.write() as tx:
            await settings.put(tx, _SCOPE, name, value)
