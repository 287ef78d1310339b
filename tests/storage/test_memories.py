from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import memories
from tests.storage.samples import NOW, add_person

if TYPE_CHECKING:
    from storage.database import Database


async def test_memories_never_cross_persons(database: Database) -> None:
    async with database.write() as tx:
        people = [await add_person(tx, str(number)) for number in range(5)]
        for number in range(20):
            owner = people[number % 5]
            await memories.remember(tx, owner.person_id, f"사실 {number}", "같은 값", NOW)
            await memories.remember(tx, owner.person_id, "취미", "등산", NOW)
    async with database.read() as connection:
        for person in people:
            own = await memories.of(connection, person.person_id)
            assert len(own) == 5
            assert {memory.person_id for memory in own} == {person.person_id}
        assert await memories.of(connection, 404) == []


async def test_a_new_memory_is_returned_as_it_is_read(database: Database) -> None:
    async with database.write() as tx:
        person = await add_person(tx)
        memory = await memories.remember(tx, person.person_id, "취미", "등산과 독서", NOW)
        assert memory is not None
        assert await memories.of(tx, person.person_id) == [memory]
    assert memory.text == "[취미: 등산과 독서]"


@pytest.mark.parametrize(
    "value", ["등산과 독서", "등산과독서", " 등 산과\t독서\n", "등산과\u3000독서"]
)
async def test_a_known_memory_gives_none_whatever_its_spaces(
    database: Database, value: str
) -> None:
    async with database.write() as tx:
        person, other = await add_person(tx, "1"), await add_person(tx, "2")
        await memories.remember(tx, person.person_id, "취미", "등산과 독서", NOW)
        assert await memories.remember(tx, person.person_id, "취미", value, NOW) is None
        assert await memories.remember(tx, other.person_id, "취미", value, NOW) is not None


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(key=words, value=words)
async def test_any_text_comes_back_unchanged(
    sqlite_database: Database, key: str, value: str
) -> None:
    async with sqlite_database.write() as tx:
        person = await add_person(tx)
        memory = await memories.remember(tx, person.person_id, key, value, NOW)
        if memory is not None:
            assert memory in await memories.of(tx, person.person_id)
            assert (memory.key, memory.value) == (key, value)
