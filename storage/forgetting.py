"""What `/forget` deletes. Sanctions stay, without the words: a rule that was broken is a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Table, delete, select, update

from storage.records import Forgotten, InboxState
from storage.schema import appeals, excerpts, inbox, memories, sanctions, summaries, turns

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


async def forget(tx: AsyncConnection, person_id: int) -> Forgotten:
    """Delete what a person said and what was made of it, and count it."""
    await _delete_excerpts(tx, person_id)
    await _blank_appeals(tx, person_id)
    return Forgotten(
        num_memories=await _delete(tx, memories, person_id),
        num_summaries=await _delete(tx, summaries, person_id),
        num_turns=await _delete(tx, turns, person_id),
        num_messages=await _blank_messages(tx, person_id),
    )


async def _delete(tx: AsyncConnection, table: Table, person_id: int) -> int:
    deleted = await tx.execute(delete(table).where(table.c.person_id == person_id))
    return deleted.rowcount


async def _delete_excerpts(tx: AsyncConnection, person_id: int) -> None:
    cases = select(sanctions.c.sanction_id).where(sanctions.c.person_id == person_id)
    await tx.execute(delete(excerpts).where(excerpts.c.sanction_id.in_(cases)))


async def _blank_appeals(tx: AsyncConnection, person_id: int) -> None:
    # An open one stays: whoever still waits for an answer wants it read.
    cases = select(sanctions.c.sanction_id).where(sanctions.c.person_id == person_id)
    await tx.execute(
        update(appeals)
        .where(appeals.c.sanction_id.in_(cases), appeals.c.decided_at.is_not(None))
        .values(text="")
    )


async def _blank_messages(tx: AsyncConnection, person_id: int) -> int:
    # The rows stay, so that a message delivered again is still known; a waiting one needs its text.
    blanked = await tx.execute(
        update(inbox)
        .where(
            inbox.c.person_id == person_id,
            inbox.c.state != InboxState.WAITING,
            inbox.c.text != "",
        )
        .values(text="")
    )
    return blanked.rowcount
