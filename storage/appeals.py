"""Appeals against cases: at most one open for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from storage.insertion import insert
from storage.records import Appeal
from storage.schema import appeals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def open_appeal(tx: AsyncConnection, sanction_id: int, text: str, now: datetime) -> bool:
    """Write an appeal down; False if one is open already."""
    written = await tx.execute(
        insert(tx, appeals)
        .values(sanction_id=sanction_id, text=text, created_at=now)
        .on_conflict_do_nothing(
            index_elements=["sanction_id"], index_where=appeals.c.decided_at.is_(None)
        )
        .returning(appeals.c.appeal_id)
    )
    return written.one_or_none() is not None


async def decide(
    tx: AsyncConnection,
    sanction_id: int,
    *,
    is_granted: bool,
    actor: str,
    answer: str,
    now: datetime,
) -> bool:
    """Decide the open appeal of a case; False if none is open."""
    decided = await tx.execute(
        update(appeals)
        .where(appeals.c.sanction_id == sanction_id, appeals.c.decided_at.is_(None))
        .values(is_granted=is_granted, actor=actor, answer=answer, decided_at=now)
    )
    return decided.rowcount == 1


async def last_of(connection: AsyncConnection, sanction_ids: Sequence[int]) -> dict[int, Appeal]:
    """The newest appeal of each case that has one."""
    found = await connection.execute(
        select(appeals).where(appeals.c.sanction_id.in_(sanction_ids)).order_by(appeals.c.appeal_id)
    )
    return {row.sanction_id: Appeal(**row._asdict()) for row in found}
