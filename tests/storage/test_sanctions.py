from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from storage import audit, excerpts, sanctions
from storage.records import EVERYWHERE, RULES, AuditEntry, SanctionEvent, SanctionEventKind
from tests.storage.samples import (
    DAY,
    NOW,
    PLACE,
    VERDICT,
    add_message,
    add_person,
    case_of,
    new_block,
    new_warning,
)

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database
    from storage.records import CaseFile, InboxMessage, NewSanction, SanctionRow


async def append(
    tx: AsyncConnection, message: InboxMessage, *new: NewSanction
) -> list[SanctionRow]:
    return await sanctions.append(tx, case_of(message), new, NOW)


async def test_a_sanction_comes_back_as_it_was_decided(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        (row,) = await append(tx, message, new_block())
    decided = asdict(new_block())
    assert not decided.pop("needs_confirmation")
    assert decided.items() <= asdict(row).items()
    assert (row.person_id, row.inbox_id) == (message.person_id, message.inbox_id)
    assert (row.verdict, row.created_at) == (VERDICT, NOW)
    assert (row.place, row.case_number, row.scope, row.actor) == (PLACE, 1, EVERYWHERE, RULES)
    assert dict(row.events) == {SanctionEventKind.ACTIVATED: SanctionEvent(NOW)}


async def lose_a_case(database: Database, case: CaseFile) -> None:
    async with database.write() as tx:
        await sanctions.append(tx, case, [new_block()], NOW)
        await tx.exec_driver_sql("DELETE FROM sanctions")


async def test_cases_are_numbered_without_gaps_in_each_place(database: Database) -> None:
    numbers: dict[str, list[int]] = {"discord:1": [], "telegram:1": []}
    for number, place in enumerate(["discord:1", "telegram:1", "discord:1", "discord:1"]):
        async with database.write() as tx:
            person = await add_person(tx)
            message = await add_message(tx, person, f"m{number}")
            for row in await sanctions.append(
                tx, case_of(message, place), [new_block(), new_block("politics")], NOW
            ):
                numbers[place].append(row.case_number)
            again = [new_block(), new_block("politics")]
            assert await sanctions.append(tx, case_of(message, place), again, NOW) == []
        with pytest.raises(IntegrityError):  # a transaction that fails takes no number
            await lose_a_case(database, replace(case_of(message, place), inbox_id=None))
    assert numbers == {"discord:1": [1, 2, 3, 4, 5, 6], "telegram:1": [1, 2]}
    async with database.read() as connection:
        second = await sanctions.case(connection, "telegram:1", 2)
        assert second is not None
        assert (second.case_number, second.category) == (2, "politics")
        assert await sanctions.case(connection, "telegram:1", 3) is None


async def test_a_sanction_that_waits_begins_when_it_is_confirmed(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        (row,) = await append(tx, message, replace(new_block(days=7), needs_confirmation=True))
        assert row.is_pending
        assert await sanctions.pending(tx, PLACE) == [row]
        assert await sanctions.due(tx, NOW + 8 * DAY) == []
        await sanctions.mark(
            tx, [row.sanction_id], SanctionEventKind.ACTIVATED, NOW + DAY, actor="discord:5"
        )
        assert await sanctions.pending(tx, PLACE) == []
        (row,) = await sanctions.record(tx, message.person_id)
        assert (row.begins_at, row.until) == (NOW + DAY, NOW + 8 * DAY)
        assert row.events[SanctionEventKind.ACTIVATED].actor == "discord:5"
        assert await sanctions.due(tx, NOW + 7 * DAY) == []
        assert await sanctions.due(tx, NOW + 8 * DAY) == [row]


async def test_messages_sanctioned_by_the_rules_are_counted_for_an_hour(
    database: Database,
) -> None:
    async with database.write() as tx:
        person = await add_person(tx)
        one, two = await add_message(tx, person, "m1"), await add_message(tx, person, "m2")
        await append(tx, one, new_block(), new_block("politics"))
        shadow, by_hand = case_of(two), case_of(two)
        await sanctions.append(tx, replace(shadow, is_shadow=True), [new_block()], NOW)
        await sanctions.append(
            tx, replace(by_hand, actor="discord:5", inbox_id=None), [new_block()], NOW
        )
        assert await sanctions.num_by_rules(tx, PLACE, NOW - DAY / 24) == 1
        assert await sanctions.num_by_rules(tx, "discord:8", NOW - DAY / 24) == 0
        assert await sanctions.num_by_rules(tx, PLACE, NOW) == 0


async def test_words_are_kept_for_their_time_only(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx), text="그 말")
        (row,) = await append(tx, message, new_block())
        assert await excerpts.of(tx, [row.sanction_id]) == {row.sanction_id: "그 말"}
        assert await excerpts.expire(tx, NOW + 90 * DAY - DAY / 1000) == 0
        assert await excerpts.expire(tx, NOW + 90 * DAY) == 1
        assert await excerpts.of(tx, [row.sanction_id]) == {}


async def test_the_record_is_the_persons_own_oldest_first(database: Database) -> None:
    async with database.write() as tx:
        person, other = await add_person(tx, "1"), await add_person(tx, "2")
        first = await append(tx, await add_message(tx, person, "m1"), new_warning())
        await append(tx, await add_message(tx, other, "m2"), new_block())
        both = await append(
            tx, await add_message(tx, person, "m3"), new_block(), new_block("politics")
        )
        assert await sanctions.record(tx, person.person_id) == first + both


async def test_judging_a_message_again_does_not_punish_twice(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        first = await append(tx, message, new_warning())
        (added,) = await append(tx, message, new_block(step=2), new_block("politics"))
        assert added.category == "politics"
        assert await sanctions.record(tx, message.person_id) == [*first, added]
        assert await append(tx, message) == []


async def test_marks_count_once_and_are_read_from_the_record(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        rows = await append(tx, message, new_block(), new_block("politics"))
        ids = [row.sanction_id for row in rows]
        await sanctions.mark(tx, ids, SanctionEventKind.NOTICED, NOW)
        await sanctions.mark(tx, ids, SanctionEventKind.NOTICED, NOW + DAY)
        await sanctions.mark(tx, ids[:1], SanctionEventKind.LIFTED, NOW + DAY)
        lifted, standing = await sanctions.record(tx, message.person_id)
    noticed, lift = SanctionEventKind.NOTICED, SanctionEventKind.LIFTED
    assert (lifted.when(noticed), lifted.when(lift)) == (NOW, NOW + DAY)
    assert (standing.when(noticed), standing.when(lift)) == (NOW, None)
    assert lifted.until == standing.until == NOW + DAY


async def test_blocks_are_due_from_their_end_until_expired_or_lifted(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        _, one, two, *_ = await append(
            tx,
            message,
            new_warning("a"),
            new_block("b", days=1),
            new_block("c", days=2),
            new_block("d", days=3),
        )
        assert await sanctions.due(tx, one.ends_at - DAY / 1000) == []
        assert await sanctions.due(tx, one.ends_at) == [one]
        assert await sanctions.due(tx, two.ends_at) == [one, two]
        await sanctions.mark(tx, [one.sanction_id], SanctionEventKind.EXPIRED, NOW)
        await sanctions.mark(tx, [two.sanction_id], SanctionEventKind.LIFTED, NOW)
        assert await sanctions.due(tx, two.ends_at) == []


async def test_sanctions_are_unnoticed_until_noticed(database: Database) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        warning, block = await append(tx, message, new_warning("a"), new_block("b"))
        await sanctions.mark(tx, [block.sanction_id], SanctionEventKind.ACTIVATED, NOW)
        assert await sanctions.unnoticed(tx) == [warning, block]
        await sanctions.mark(tx, [block.sanction_id], SanctionEventKind.NOTICED, NOW)
        assert await sanctions.unnoticed(tx) == [warning]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sanctions SET step = 1",
        "DELETE FROM sanctions",
        "UPDATE sanction_events SET kind = 'lifted'",
        "DELETE FROM sanction_events",
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
    ],
)
async def test_facts_cannot_be_changed(database: Database, change: str) -> None:
    async with database.write() as tx:
        message = await add_message(tx, await add_person(tx))
        (row,) = await append(tx, message, new_block())
        await sanctions.mark(tx, [row.sanction_id], SanctionEventKind.NOTICED, NOW)
        await audit.append(tx, AuditEntry(NOW, PLACE, "discord:5", "note"))
    with pytest.raises(IntegrityError, match="append-only"):
        async with database.write() as tx:
            await tx.exec_driver_sql(change)


async def test_facts_cannot_be_replaced(sqlite_database: Database) -> None:
    async with sqlite_database.write() as tx:
        await append(tx, await add_message(tx, await add_person(tx)), new_block())
    with pytest.raises(IntegrityError, match="append-only"):
        async with sqlite_database.write() as tx:
            await tx.exec_driver_sql("INSERT OR REPLACE INTO sanctions SELECT * FROM sanctions")
