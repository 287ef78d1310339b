"""Who did what as a moderator: appended, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, insert, select

from storage import schema
from storage.records import AuditEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def append(tx: AsyncConnection, entry: AuditEntry) -> None:
    """Write an act down."""
    await tx.execute(
        insert(schema.audit).values(
            at=entry.at,
            place=entry.place,
            actor=entry.actor,
            action=entry.action,
            person_id=entry.person_id,
            sanction_id=entry.sanction_id,
            reason=entry.reason,
            details=dict(entry.details),
        )
    )


async def happened(connection: AsyncConnection, place: str, action: str, since: datetime) -> bool:
    """Whether something was done in a place since then."""
    found = await connection.scalar(
        select(
            exists().where(
                schema.audit.c.place == place,
                schema.audit.c.action == action,
                schema.audit.c.at > since,
            )
        )
    )
    return bool(found)


async def of_place(
    connection: AsyncConnection, place: str, *, person_id: int | None = None
) -> list[AuditEntry]:
    """The acts in a place, oldest first; only those on one person, if one is named."""
    wanted = [schema.audit.c.place == place]
    if person_id is not None:
        wanted.append(schema.audit.c.person_id == person_id)
    found = await connection.execute(
        select(schema.audit).where(*wanted).order_by(schema.audit.c.audit_id)
    )
    return [
        AuditEntry(**{name: value for name, value in row._asdict().items() if name != "audit_id"})
        for row in found
    ]
