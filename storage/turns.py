"""Turns: a message and her reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from storage.records import Turn
from storage.schema import inbox, turns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def append(  # noqa: PLR0913 - one argument per column
    tx: AsyncConnection,
    *,
    person_id: int,
    inbox_id: int,
    text: str,
    reply: str,
    verdict: Mapping[str, Any],
    created_at: datetime,
) -> int:
    """Write a turn and return its id; each message has at most one."""
    written = await tx.execute(
        insert(turns)
        .values(
            person_id=person_id,
            inbox_id=inbox_id,
            text=text,
            reply=reply,
            verdict=dict(verdict),
            created_at=created_at,
        )
        .returning(turns.c.turn_id)
    )
    turn_id: int = written.scalar_one()
    return turn_id


async def complete(
    tx: AsyncConnection, turn_id: int, *, summary: str | None, expression: str | None
) -> None:
    """Add what is generated after the reply is out."""
    await tx.execute(
        update(turns)
        .where(turns.c.turn_id == turn_id)
        .values(summary=summary, expression=expression)
    )


async def recent(connection: AsyncConnection, person_id: int, limit: int) -> list[Turn]:
    """The person's last `limit` turns, oldest first."""
    found = await connection.execute(
        select(turns)
        .where(turns.c.person_id == person_id)
        .order_by(turns.c.turn_id.desc())
        .limit(limit)
    )
    return [Turn(**row._asdict()) for row in reversed(found.all())]


async def since(connection: AsyncConnection, at: datetime) -> list[tuple[str, Turn]]:
    """All turns since then that are not forgotten, oldest first, each with its place."""
    found = await connection.execute(
        select(inbox.c.place, turns)
        .join(inbox, inbox.c.inbox_id == turns.c.inbox_id)
        .where(turns.c.created_at >= at)
        .order_by(turns.c.turn_id)
    )
    rows = [row._asdict() for row in found]
    return [(row.pop("place"), Turn(**row)) for row in rows]
