from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from storage import turns
from storage.records import Turn
from tests.storage.samples import NOW, VERDICT, add_message, add_person

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database
    from storage.records import InboxMessage


async def append(tx: AsyncConnection, message: InboxMessage) -> int:
    return await turns.append(
        tx,
        person_id=message.person_id,
        inbox_id=message.inbox_id,
        text=message.text,
        reply="나도 반가워!",
        verdict=VERDICT,
        created_at=NOW,
    )


async def test_a_turn_comes_back_and_is_completed_later(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        turn_id = await append(tx, message)
        expected = Turn(
            turn_id=turn_id,
            person_id=message.person_id,
            inbox_id=message.inbox_id,
            text=message.text,
            reply="나도 반가워!",
            verdict=VERDICT,
            created_at=NOW,
        )
        assert await turns.recent(tx, message.person_id, 5) == [expected]
        await turns.complete(tx, turn_id, summary="인사를 나눔", expression="웃음")
        (turn,) = await turns.recent(tx, message.person_id, 5)
    assert (turn.summary, turn.expression) == ("인사를 나눔", "웃음")


async def test_recent_gives_the_last_turns_of_this_person_oldest_first(database: Database) -> None:
    async with database.write() as tx:
        person, other = await add_person(tx, "1"), await add_person(tx, "2")
        ids = [await append(tx, await add_message(tx, person, f"m{n}")) for n in range(5)]
        await append(tx, await add_message(tx, other, "other"))
        recent = await turns.recent(tx, person.person_id, 3)
    assert [turn.turn_id for turn in recent] == ids[2:]


async def test_a_message_has_one_turn(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        await append(tx, message)
        with pytest.raises(IntegrityError):
            await append(tx, message)
