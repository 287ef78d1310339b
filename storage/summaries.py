"""The summary of each person's last turn: one row per person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.insertion import insert
from storage.schema import summaries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def latest(connection: AsyncConnection, person_id: int) -> str | None:
    """The person's summary, if there is one."""
    text: str | None = await connection.scalar(
        select(summaries.c.text).where(summaries.c.person_id == person_id)
    )
    return text


async def put(tx: AsyncConnection, person_id: int, text: str, now: datetime) -> None:
    """Write the person's summary over the one before."""
    await tx.execute(
        insert(tx, summaries)
        .values(person_id=person_id, text=text, updated_at=now)
        .on_conflict_do_update(index_elements=["person_id"], set_={"text": text, "updated_at": now})
    )
