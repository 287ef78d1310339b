"""Small settings by scope (a chat, a server, everywhere) and name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import select

from storage.insertion import insert
from storage.schema import settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

JsonValue: TypeAlias = (
    bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None
)


async def get(connection: AsyncConnection, scope: str, name: str) -> JsonValue:
    """The setting's value; None if it was never put."""
    value: JsonValue = await connection.scalar(
        select(settings.c.value).where(settings.c.scope == scope, settings.c.name == name)
    )
    return value


async def put(tx: AsyncConnection, scope: str, name: str, value: JsonValue) -> None:
    """Write a setting over the one before."""
    await tx.execute(
        insert(tx, settings)
        .values(scope=scope, name=name, value=value)
        .on_conflict_do_update(index_elements=["scope", "name"], set_={"value": value})
    )
