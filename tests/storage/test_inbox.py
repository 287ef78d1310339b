from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import inbox
from storage.records import InboxState
from tests.storage.samples import NOW, PLACE, add_message, add_person

if TYPE_CHECKING:
    from storage.database import Database


async def test_a_message_comes_back_as_it_was_accepted(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx), text="안녕 👋")
        assert await inbox.unsettled(tx) == [message]
    assert message.text == "안녕 👋"
    assert message.state is InboxState.WAITING
    assert message.sent_at == NOW


@pytest.mark.parametrize("state", [None, InboxState.ANSWERED])
async def test_a_seen_message_gives_none(database: Database, state: InboxState | None) -> None:
    async with database.write() as tx:
        person = await add_person(tx)
        message = await add_message(tx, person)
        if state is not None:
            await inbox.settle(tx, message.inbox_id, state, NOW)
    async with database.write() as tx:
        seen = await inbox.accept(
            tx,
            person_id=person.person_id,
            platform="discord",
            message_id=message.message_id,
            chat_id="c2",
            place=PLACE,
            text="다른 말",
            language=None,
            sent_at=NOW,
            received_at=NOW,
        )
    assert seen is None


async def test_a_message_is_settled_once(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        assert await inbox.settle(tx, message.inbox_id, InboxState.ANSWERED, NOW)
        assert not await inbox.settle(tx, message.inbox_id, InboxState.FAILED, NOW)
        assert not await inbox.settle(tx, 404, InboxState.FAILED, NOW)
        assert await inbox.unsettled(tx) == []


async def test_settling_as_waiting_is_refused(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        with pytest.raises(ValueError, match="waiting"):
            await inbox.settle(tx, message.inbox_id, InboxState.WAITING, NOW)


async def test_unsettled_messages_come_oldest_first(database: Database) -> None:
    async with database.write() as tx:
        person = await add_person(tx)
        messages = [await add_message(tx, person, f"m{number}") for number in range(4)]
        await inbox.settle(tx, messages[1].inbox_id, InboxState.REFUSED, NOW)
        assert await inbox.unsettled(tx) == [messages[0], messages[2], messages[3]]
