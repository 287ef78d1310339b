from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage import persons
from storage.schema import identities
from tests.storage.samples import DAY, NOW

if TYPE_CHECKING:
    from storage.database import Database


async def test_an_account_is_one_person_for_ever(database: Database) -> None:
    async with database.write() as tx:
        first = await persons.identify(tx, "discord", "1", "민지", "ko", NOW)
        again = await persons.identify(tx, "discord", "1", "민지", "ko", NOW + DAY)
        elsewhere = await persons.identify(tx, "telegram", "1", "민지", "ko", NOW)
    assert first == again
    assert first.created_at == NOW
    assert elsewhere.person_id != first.person_id


async def test_name_and_language_are_refreshed(database: Database) -> None:
    async with database.write() as tx:
        await persons.identify(tx, "discord", "1", "민지", "ko", NOW)
        person = await persons.identify(tx, "discord", "1", "Minji", "en", NOW)
        assert person.language == "en"
        assert await persons.find(tx, "discord", "1") == person
        assert await tx.scalar(select(identities.c.display_name)) == "Minji"


async def test_an_unknown_language_keeps_the_known_one(database: Database) -> None:
    async with database.write() as tx:
        await persons.identify(tx, "discord", "1", "민지", "ko", NOW)
        person = await persons.identify(tx, "discord", "1", "민지", None, NOW)
    assert person.language == "ko"


async def test_a_stranger_is_not_found(database: Database) -> None:
    async with database.read() as connection:
        assert await persons.find(connection, "discord", "1") is None
