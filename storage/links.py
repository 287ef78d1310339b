"""One person on two platforms: codes, joining, parting, and whose cases count for whom.

Cases are facts and keep the person they were given to. So a join moves the accounts and all that
she remembers, and notes that the cases of the one count for the other (a kinship); parting keeps
that up to its moment, so that nobody parts from a block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update

from storage.insertion import insert
from storage.schema import (
    identities,
    inbox,
    kinships,
    link_codes,
    memories,
    persons,
    sanctions,
    summaries,
    turns,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def put_code(
    tx: AsyncConnection, code_hash: str, person_id: int, platform: str, expires_at: datetime
) -> None:
    """Keep a code for its time; the person's earlier ones are void."""
    await tx.execute(delete(link_codes).where(link_codes.c.person_id == person_id))
    await tx.execute(
        insert(tx, link_codes).values(
            code_hash=code_hash, person_id=person_id, platform=platform, expires_at=expires_at
        )
    )


async def take_code(tx: AsyncConnection, code_hash: str, now: datetime) -> tuple[int, str] | None:
    """Who made a code, and on which platform; it counts once. None if there is none now."""
    taken = await tx.execute(
        delete(link_codes)
        .where(link_codes.c.code_hash == code_hash)
        .returning(link_codes.c.person_id, link_codes.c.platform, link_codes.c.expires_at)
    )
    row = taken.one_or_none()
    if row is None or row.expires_at <= now:
        return None
    return row.person_id, row.platform


async def join(tx: AsyncConnection, stays: int, goes: int) -> None:
    """Make two persons one: accounts, messages and memories of the one become the other's."""
    for table in (identities, inbox, turns):
        await tx.execute(update(table).where(table.c.person_id == goes).values(person_id=stays))
    kept = select(memories.c.fingerprint).where(memories.c.person_id == stays)
    await tx.execute(
        delete(memories).where(memories.c.person_id == goes, memories.c.fingerprint.in_(kept))
    )
    await tx.execute(update(memories).where(memories.c.person_id == goes).values(person_id=stays))
    # the last turn's summary on one platform is none of the conversation on the other
    await tx.execute(delete(summaries).where(summaries.c.person_id == goes))
    await _count_for(tx, stays, goes)
    await _count_for(tx, goes, stays)  # for a message that was on its way while they were joined


async def part(
    tx: AsyncConnection, person_id: int, platform: str, account_id: str, now: datetime
) -> int:
    """Give an account a person of its own, for whom all cases up to now go on counting."""
    created = await tx.execute(
        insert(tx, persons).values(language=None, created_at=now).returning(persons.c.person_id)
    )
    new_id: int = created.scalar_one()
    await tx.execute(
        update(identities)
        .where(identities.c.platform == platform, identities.c.account_id == account_id)
        .values(person_id=new_id)
    )
    last_id = await tx.scalar(select(func.max(sanctions.c.sanction_id)))
    await _count_for(tx, new_id, person_id, last_id or 0)
    return new_id


def counts_for(person_id: int) -> ColumnElement[bool]:
    """The condition under which a case counts for a person."""
    kin = exists().where(
        kinships.c.person_id == person_id,
        kinships.c.counts_id == sanctions.c.person_id,
        or_(kinships.c.last_id.is_(None), sanctions.c.sanction_id <= kinships.c.last_id),
    )
    return or_(sanctions.c.person_id == person_id, kin)


async def _count_for(
    tx: AsyncConnection, person_id: int, counts_id: int, last_id: int | None = None
) -> None:
    """Have one person's cases, and those that count for him, count for another one too."""
    of_counted = await tx.execute(
        select(kinships.c.counts_id, kinships.c.last_id).where(kinships.c.person_id == counts_id)
    )
    wanted = [(counts_id, last_id), *((row.counts_id, row.last_id) for row in of_counted)]
    for kin_id, kin_last_id in wanted:
        if kin_id != person_id:
            ends = [end for end in (last_id, kin_last_id) if end is not None]
            await _put_kinship(tx, person_id, kin_id, min(ends, default=None))


async def _put_kinship(
    tx: AsyncConnection, person_id: int, counts_id: int, last_id: int | None
) -> None:
    known = await tx.execute(
        select(kinships.c.last_id).where(
            kinships.c.person_id == person_id, kinships.c.counts_id == counts_id
        )
    )
    row = known.one_or_none()
    if row is not None:  # what counted before goes on counting
        last_id = None if row.last_id is None or last_id is None else max(row.last_id, last_id)
    await tx.execute(
        insert(tx, kinships)
        .values(person_id=person_id, counts_id=counts_id, last_id=last_id)
        .on_conflict_do_update(index_elements=["person_id", "counts_id"], set_={"last_id": last_id})
    )
