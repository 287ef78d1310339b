"""What was said in a case: kept beside it for a stated time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from storage.schema import excerpts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def of(connection: AsyncConnection, sanction_ids: Sequence[int]) -> dict[int, str]:
    """The words of the cases that are still kept, by sanction."""
    found = await connection.execute(
        select(excerpts.c.sanction_id, excerpts.c.text).where(
            excerpts.c.sanction_id.in_(sanction_ids)
        )
    )
    return {row.sanction_id: row.text for row in found}


async def expire(tx: AsyncConnection, now: datetime) -> int:
    """Delete the words whose time is over, and count them."""
    deleted = await tx.execute(delete(excerpts).where(excerpts.c.kept_until <= now))
    return deleted.rowcount
