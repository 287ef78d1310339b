"""What people say against their cases. Moderators decide (`Acts.grant`, `Acts.deny`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.errors import AppealOpen, AppealTooLong, CaseSettled, NoSuchCase
from engine.unicode import valid
from storage import appeals, persons, sanctions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.database import Database
    from storage.records import SanctionRow

MAX_APPEAL_CHARS: Final = 1000


class Appeals:
    """The way of a sanctioned person to the moderators."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def open(self, platform: str, account_id: str, number: int, text: str) -> SanctionRow:
        """Appeal against one's own case; of several with this number, against the newest.

        Raises:
            NoSuchCase: the person has no case of this number.
            CaseSettled: it does not count any more.
            AppealOpen: the moderators have one of this case already.
            AppealTooLong: it has more than `MAX_APPEAL_CHARS` characters.
        """
        text = valid(text.strip())
        if not 1 <= len(text) <= MAX_APPEAL_CHARS:
            raise AppealTooLong(len(text), MAX_APPEAL_CHARS)
        async with self._database.write() as tx:
            row = await self._own_case(tx, platform, account_id, number)
            if row.is_void:
                raise CaseSettled(number)
            if not await appeals.open_appeal(tx, row.sanction_id, text, self._clock()):
                raise AppealOpen(number)
        return row

    async def own_cases(self, platform: str, account_id: str) -> list[SanctionRow]:
        """The cases against which a person may appeal, newest first."""
        async with self._database.read() as connection:
            person = await persons.find(connection, platform, account_id)
            record = await sanctions.record(connection, person.person_id) if person else []
        return [row for row in reversed(record) if not row.is_void and not row.is_shadow]

    async def _own_case(
        self, tx: AsyncConnection, platform: str, account_id: str, number: int
    ) -> SanctionRow:
        person = await persons.find(tx, platform, account_id)
        record = await sanctions.record(tx, person.person_id) if person else []
        for row in reversed(record):
            if row.case_number == number and not row.is_shadow:
                return row
        raise NoSuchCase(number)
