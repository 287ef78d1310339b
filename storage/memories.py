"""What she remembers of each person. Every statement names the owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select

from storage.insertion import insert
from storage.records import Memory
from storage.schema import memories

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def of(connection: AsyncConnection, person_id: int) -> list[Memory]:
    """The person's own memories, oldest first."""
    found = await connection.execute(
        select(memories).where(memories.c.person_id == person_id).order_by(memories.c.memory_id)
    )
    return [_memory(row) for row in found]


async def remember(
    tx: AsyncConnection, person_id: int, key: str, value: str, now: datetime
) -> Memory | None:
    """Write a memory; None if the person has the same one, spaces aside."""
    written = await tx.execute(
        insert(tx, memories)
        .values(
            person_id=person_id,
            key=key,
            value=value,
            fingerprint="".join((key + value).split()),
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["person_id", "fingerprint"])
        .returning(memories)
    )
    row = written.one_or_none()
    return None if row is None else _memory(row)


def _memory(row: Row[Any]) -> Memory:
    return Memory(
        memory_id=row.memory_id,
        person_id=row.person_id,
        key=row.key,
        value=row.value,
        created_at=row.created_at,
    )
