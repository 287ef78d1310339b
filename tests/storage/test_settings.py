from __future__ import annotations

from typing import TYPE_CHECKING

from storage import settings

if TYPE_CHECKING:
    from storage.database import Database


async def test_a_setting_is_kept_per_scope_and_name(database: Database) -> None:
    async with database.write() as tx:
        await settings.put(tx, "discord:1", "channels", ["10", "11"])
        await settings.put(tx, "discord:1", "quiet", value=False)
        await settings.put(tx, "discord:2", "channels", {"로비": 1.5})
        await settings.put(tx, "discord:1", "channels", ["12"])
    async with database.read() as connection:
        assert await settings.get(connection, "discord:1", "channels") == ["12"]
        assert await settings.get(connection, "discord:1", "quiet") is False
        assert await settings.get(connection, "discord:2", "channels") == {"로비": 1.5}
        assert await settings.get(connection, "discord:2", "quiet") is None


async def test_none_is_a_value_too(database: Database) -> None:
    async with database.write() as tx:
        await settings.put(tx, "discord:1", "channels", ["12"])
        await settings.put(tx, "discord:1", "channels", None)
        assert await settings.get(tx, "discord:1", "channels") is None
