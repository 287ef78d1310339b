"""Sanctions as facts: appended, never changed. What happens to one is an event beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Exists, Row, ScalarSelect, exists, select

from storage import schema
from storage.insertion import insert
from storage.records import NewSanction, SanctionEventKind, SanctionKind, SanctionRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def append(
    tx: AsyncConnection,
    *,
    person_id: int,
    inbox_id: int,
    sanctions: Sequence[NewSanction],
    verdict: Mapping[str, Any],
    now: datetime,
) -> list[SanctionRow]:
    """Write the sanctions of one message and return the rows that are new.

    A category that this message was sanctioned for before stays as it is and is not returned,
    so that judging a message again after a crash cannot punish twice.
    """
    sanction_ids = [
        await tx.scalar(
            insert(tx, schema.sanctions)
            .values(
                person_id=person_id,
                inbox_id=inbox_id,
                category=sanction.category,
                kind=sanction.kind,
                step=sanction.step,
                starts_at=sanction.starts_at,
                ends_at=sanction.ends_at,
                verdict=dict(verdict),
                rule_version=sanction.rule_version,
                created_at=now,
            )
            .on_conflict_do_nothing(index_elements=["inbox_id", "category"])
            .returning(schema.sanctions.c.sanction_id)
        )
        for sanction in sanctions
    ]
    return await _rows(tx, schema.sanctions.c.sanction_id.in_(sanction_ids))


async def record(connection: AsyncConnection, person_id: int) -> list[SanctionRow]:
    """All sanctions of a person, oldest first."""
    return await _rows(connection, schema.sanctions.c.person_id == person_id)


async def mark(
    tx: AsyncConnection, sanction_ids: Sequence[int], kind: SanctionEventKind, at: datetime
) -> None:
    """Note that something happened to the sanctions; for each, only the first time counts."""
    for sanction_id in sanction_ids:
        await tx.execute(
            insert(tx, schema.sanction_events)
            .values(sanction_id=sanction_id, kind=kind, at=at)
            .on_conflict_do_nothing(index_elements=["sanction_id", "kind"])
        )


async def due(connection: AsyncConnection, now: datetime) -> list[SanctionRow]:
    """The blocks whose time is over and that were neither expired nor lifted, oldest first."""
    return await _rows(
        connection,
        schema.sanctions.c.kind == SanctionKind.BLOCK,
        schema.sanctions.c.ends_at <= now,
        ~_happened(SanctionEventKind.EXPIRED, SanctionEventKind.LIFTED),
    )


async def unnoticed(connection: AsyncConnection) -> list[SanctionRow]:
    """The sanctions that the person was not told of, lifted ones included, oldest first."""
    return await _rows(connection, ~_happened(SanctionEventKind.NOTICED))


async def _rows(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[SanctionRow]:
    found = await connection.execute(
        select(
            schema.sanctions,
            _time_of(SanctionEventKind.NOTICED).label("noticed_at"),
            _time_of(SanctionEventKind.LIFTED).label("lifted_at"),
        )
        .where(*conditions)
        .order_by(schema.sanctions.c.sanction_id)
    )
    return [_sanction(row) for row in found]


def _happened(*kinds: SanctionEventKind) -> Exists:
    events = schema.sanction_events
    return exists().where(
        events.c.sanction_id == schema.sanctions.c.sanction_id, events.c.kind.in_(kinds)
    )


def _time_of(kind: SanctionEventKind) -> ScalarSelect[datetime]:
    events = schema.sanction_events
    return (
        select(events.c.at)
        .where(events.c.sanction_id == schema.sanctions.c.sanction_id, events.c.kind == kind)
        .scalar_subquery()
    )


def _sanction(row: Row[Any]) -> SanctionRow:
    columns = row._asdict()
    return SanctionRow(**columns | {"kind": SanctionKind(row.kind)})
