"""Messages as they came in, before anything is done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select, update

from storage.insertion import insert
from storage.records import InboxMessage, InboxState
from storage.schema import inbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection


async def accept(  # noqa: PLR0913 - one argument per column
    tx: AsyncConnection,
    *,
    person_id: int,
    platform: str,
    message_id: str,
    chat_id: str,
    place: str,
    text: str,
    language: str | None,
    sent_at: datetime,
    received_at: datetime,
) -> InboxMessage | None:
    """Write a message down; None if the platform delivered it before."""
    written = await tx.execute(
        insert(tx, inbox)
        .values(
            person_id=person_id,
            platform=platform,
            message_id=message_id,
            chat_id=chat_id,
            place=place,
            text=text,
            language=language,
            state=InboxState.WAITING,
            sent_at=sent_at,
            received_at=received_at,
        )
        .on_conflict_do_nothing(index_elements=["platform", "message_id"])
        .returning(inbox)
    )
    row = written.one_or_none()
    return None if row is None else _message(row)


async def find(connection: AsyncConnection, platform: str, message_id: str) -> InboxMessage | None:
    """The message that the platform knows under this id, if it was ever accepted."""
    found = await connection.execute(
        select(inbox).where(inbox.c.platform == platform, inbox.c.message_id == message_id)
    )
    row = found.one_or_none()
    return None if row is None else _message(row)


async def settle(tx: AsyncConnection, inbox_id: int, state: InboxState, now: datetime) -> bool:
    """End a waiting message in `state`; False if it was settled before."""
    if state is InboxState.WAITING:
        raise ValueError("A message cannot be settled as waiting.")
    settled = await tx.execute(
        update(inbox)
        .where(inbox.c.inbox_id == inbox_id, inbox.c.state == InboxState.WAITING)
        .values(state=state, settled_at=now)
    )
    return settled.rowcount == 1


async def unsettled(connection: AsyncConnection) -> list[InboxMessage]:
    """The messages that still wait, oldest first."""
    waiting = await connection.execute(
        select(inbox).where(inbox.c.state == InboxState.WAITING).order_by(inbox.c.inbox_id)
    )
    return [_message(row) for row in waiting]


def _message(row: Row[Any]) -> InboxMessage:
    return InboxMessage(
        inbox_id=row.inbox_id,
        person_id=row.person_id,
        platform=row.platform,
        message_id=row.message_id,
        chat_id=row.chat_id,
        place=row.place,
        text=row.text,
        language=row.language,
        sent_at=row.sent_at,
        received_at=row.received_at,
        state=InboxState(row.state),
    )
