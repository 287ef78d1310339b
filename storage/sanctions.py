"""Sanctions as facts: appended, never changed. What happens to one is an event beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Exists, exists, func, select

from storage import schema
from storage.insertion import insert
from storage.links import counts_for
from storage.records import (
    RULES,
    CaseFile,
    NewSanction,
    SanctionEvent,
    SanctionEventKind,
    SanctionKind,
    SanctionRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def append(
    tx: AsyncConnection, case: CaseFile, sanctions: Sequence[NewSanction], now: datetime
) -> list[SanctionRow]:
    """Write the sanctions of one decision and return the rows that are new.

    A category that the same message was sanctioned for before stays as it is and is not returned,
    so that judging a message again after a crash cannot punish twice, nor take a case number.
    """
    known = await _categories_of(tx, case.inbox_id)
    sanction_ids = [
        await _append(tx, case, sanction, now)
        for sanction in sanctions
        if sanction.category not in known
    ]
    return await _rows(tx, schema.sanctions.c.sanction_id.in_(sanction_ids))


async def record(connection: AsyncConnection, person_id: int) -> list[SanctionRow]:
    """All sanctions that count for a person, oldest first: his own, and those of a link."""
    return await _rows(connection, counts_for(person_id))


async def case(connection: AsyncConnection, place: str, number: int) -> SanctionRow | None:
    """The case of a place with this number."""
    found = await _rows(
        connection,
        schema.sanctions.c.place == place,
        schema.sanctions.c.case_number == number,
    )
    return found[0] if found else None


async def pending(connection: AsyncConnection, place: str) -> list[SanctionRow]:
    """The cases of a place that wait for their confirmation, oldest first."""
    return await _rows(
        connection,
        schema.sanctions.c.place == place,
        ~_happened(SanctionEventKind.ACTIVATED, SanctionEventKind.DISMISSED),
    )


async def without_card(
    connection: AsyncConnection, place: str, since: datetime
) -> list[SanctionRow]:
    """The cases of a place that no moderators' card shows yet, oldest first."""
    shown = exists().where(schema.cards.c.sanction_id == schema.sanctions.c.sanction_id)
    return await _rows(
        connection,
        schema.sanctions.c.place == place,
        schema.sanctions.c.created_at >= since,
        ~shown,
    )


async def of_place(connection: AsyncConnection, place: str) -> list[SanctionRow]:
    """All cases of a place, oldest first."""
    return await _rows(connection, schema.sanctions.c.place == place)


async def num_by_rules(connection: AsyncConnection, place: str, since: datetime) -> int:
    """How many messages the rules sanctioned in a place since then; shadow cases do not count."""
    messages = await connection.scalar(
        select(func.count(schema.sanctions.c.inbox_id.distinct())).where(
            schema.sanctions.c.place == place,
            schema.sanctions.c.created_at > since,
            schema.sanctions.c.actor == RULES,
            schema.sanctions.c.is_shadow.is_(False),
        )
    )
    return int(messages or 0)


async def by_rules(connection: AsyncConnection, since: datetime) -> list[SanctionRow]:
    """What the rules gave since then, everywhere; shadow cases are not among them."""
    return await _rows(
        connection,
        schema.sanctions.c.created_at >= since,
        schema.sanctions.c.actor == RULES,
        schema.sanctions.c.is_shadow.is_(False),
    )


async def mark(
    tx: AsyncConnection,
    sanction_ids: Sequence[int],
    kind: SanctionEventKind,
    at: datetime,
    *,
    actor: str | None = None,
    reason: str | None = None,
) -> None:
    """Note that something happened to the sanctions; for each, only the first time counts."""
    for sanction_id in sanction_ids:
        await tx.execute(
            insert(tx, schema.sanction_events)
            .values(sanction_id=sanction_id, kind=kind, at=at, actor=actor, reason=reason)
            .on_conflict_do_nothing(index_elements=["sanction_id", "kind"])
        )


async def due(connection: AsyncConnection, now: datetime) -> list[SanctionRow]:
    """The blocks in force whose time is over and of which that is not noted yet, oldest first."""
    ended = (SanctionEventKind.EXPIRED, SanctionEventKind.LIFTED, SanctionEventKind.PARDONED)
    running = await _rows(
        connection,
        schema.sanctions.c.kind == SanctionKind.BLOCK,
        _happened(SanctionEventKind.ACTIVATED),
        ~_happened(*ended),
    )
    return [row for row in running if row.until <= now]


async def unnoticed(connection: AsyncConnection) -> list[SanctionRow]:
    """The sanctions that the person was not told of, lifted ones included, oldest first."""
    return await _rows(connection, ~_happened(SanctionEventKind.NOTICED))


async def _append(tx: AsyncConnection, case: CaseFile, sanction: NewSanction, now: datetime) -> int:
    written = await tx.execute(
        insert(tx, schema.sanctions)
        .values(
            person_id=case.person_id,
            inbox_id=case.inbox_id,
            place=case.place,
            case_number=await _next_case_number(tx, case.place),
            scope=case.scope,
            actor=case.actor,
            reason=case.reason,
            is_shadow=case.is_shadow,
            category=sanction.category,
            kind=sanction.kind,
            step=sanction.step,
            starts_at=sanction.starts_at,
            ends_at=sanction.ends_at,
            verdict=dict(case.verdict),
            rule_version=sanction.rule_version,
            created_at=now,
        )
        .returning(schema.sanctions.c.sanction_id)
    )
    sanction_id: int = written.scalar_one()
    if case.excerpt:
        await tx.execute(
            insert(tx, schema.excerpts).values(
                sanction_id=sanction_id, text=case.excerpt, kept_until=now + case.excerpt_kept
            )
        )
    if not sanction.needs_confirmation:
        await mark(tx, [sanction_id], SanctionEventKind.ACTIVATED, now)
    return sanction_id


async def _next_case_number(tx: AsyncConnection, place: str) -> int:
    # A writing transaction holds the lock of the whole database, so nobody counts beside it.
    last = await tx.scalar(
        select(func.max(schema.sanctions.c.case_number)).where(schema.sanctions.c.place == place)
    )
    return 1 + (last or 0)


async def _categories_of(tx: AsyncConnection, inbox_id: int | None) -> set[str]:
    if inbox_id is None:
        return set()
    found = await tx.scalars(
        select(schema.sanctions.c.category).where(schema.sanctions.c.inbox_id == inbox_id)
    )
    return set(found)


async def _rows(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[SanctionRow]:
    found = await connection.execute(
        select(schema.sanctions).where(*conditions).order_by(schema.sanctions.c.sanction_id)
    )
    columns = [row._asdict() for row in found]
    events = await _events(connection, conditions)
    rows = [
        SanctionRow(
            **of_row | {"kind": SanctionKind(of_row["kind"])},
            events=events.get(of_row["sanction_id"], {}),
        )
        for of_row in columns
    ]
    return [
        replace(row, moved_up=await _moved_up(connection, row))
        if row.starts_at > row.created_at
        else row
        for row in rows
    ]


async def _moved_up(connection: AsyncConnection, row: SanctionRow) -> timedelta:
    """How much earlier it begins since periods of the same message before it are void."""
    void = (SanctionEventKind.PARDONED, SanctionEventKind.DISMISSED)
    before = await connection.execute(
        select(schema.sanctions.c.starts_at, schema.sanctions.c.ends_at).where(
            schema.sanctions.c.inbox_id == row.inbox_id,
            schema.sanctions.c.sanction_id < row.sanction_id,
            _happened(*void),
        )
    )
    return sum((one.ends_at - one.starts_at for one in before), timedelta(0))


async def _events(
    connection: AsyncConnection, conditions: Sequence[ColumnElement[bool]]
) -> dict[int, dict[SanctionEventKind, SanctionEvent]]:
    found = await connection.execute(
        select(schema.sanction_events)
        .join(schema.sanctions)
        .where(*conditions)
        .order_by(schema.sanction_events.c.event_id)
    )
    events: dict[int, dict[SanctionEventKind, SanctionEvent]] = {}
    for row in found:
        happened: dict[SanctionEventKind, Any] = events.setdefault(row.sanction_id, {})
        happened[SanctionEventKind(row.kind)] = SanctionEvent(row.at, row.actor, row.reason)
    return events


def _happened(*kinds: SanctionEventKind) -> Exists:
    events = schema.sanction_events.alias()
    return exists().where(
        events.c.sanction_id == schema.sanctions.c.sanction_id, events.c.kind.in_(kinds)
    )
