"""Where the moderators' cards of cases are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.insertion import insert
from storage.records import Card
from storage.schema import cards

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


async def put(tx: AsyncConnection, card: Card) -> None:
    """Note where a case's card is; of two that were sent for one case the first counts."""
    await tx.execute(
        insert(tx, cards)
        .values(sanction_id=card.sanction_id, chat_id=card.chat_id, message_id=card.message_id)
        .on_conflict_do_nothing(index_elements=["sanction_id"])
    )


async def of(connection: AsyncConnection, sanction_id: int) -> Card | None:
    """The card of a case, if one was sent."""
    found = await connection.execute(select(cards).where(cards.c.sanction_id == sanction_id))
    row = found.one_or_none()
    return None if row is None else Card(**row._asdict())
