from __future__ import annotations

from typing import TYPE_CHECKING

from storage import summaries
from tests.storage.samples import DAY, NOW, add_person

if TYPE_CHECKING:
    from storage.database import Database


async def test_the_latest_summary_replaces_the_one_before(database: Database) -> None:
    async with database.write() as tx:
        person, other = await add_person(tx, "1"), await add_person(tx, "2")
        assert await summaries.latest(tx, person.person_id) is None
        await summaries.put(tx, person.person_id, "인사를 나눔", NOW)
        await summaries.put(tx, person.person_id, "취미를 물어봄", NOW + DAY)
        assert await summaries.latest(tx, person.person_id) == "취미를 물어봄"
        assert await summaries.latest(tx, other.person_id) is None
