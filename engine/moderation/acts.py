"""What moderators do: each act is one transaction, with its line in the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from engine.errors import (
    BlockedLonger,
    CaseSettled,
    NoAppeal,
    NoSuchCase,
    NotBlockedHere,
    ReasonTooLong,
)
from engine.sanctions import RULE_VERSION, active_block, is_running, level
from engine.sentencing import OPTIONS_SETTING, RULES_SETTING, options_of, rules_of
from engine.unicode import valid
from storage import appeals, audit, persons, sanctions, settings
from storage.records import (
    EVERYWHERE,
    AuditEntry,
    CaseFile,
    NewSanction,
    SanctionEventKind,
    SanctionKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta

    from sqlalchemy.ext.asyncio import AsyncConnection

    from engine.moderation.people import Moderator, Target
    from engine.rules import Rules
    from storage.database import Database
    from storage.records import Person, SanctionRow

MAX_REASON_CHARS: Final = 512  # what Discord's audit log takes
OTHER: Final = "other"  # the class of what no class of the judge names
log = structlog.get_logger()


class Acts:
    """Warn, block, lift, pardon, decide, note, set. The adapter has checked who is allowed to."""

    def __init__(self, database: Database, usual: Rules, clock: Callable[[], datetime]) -> None:
        """Put the parts together.

        Args:
            database: open and migrated.
            usual: the operator's rules, before a place changes any.
            clock: the wall clock, aware UTC.
        """
        self._database = database
        self._usual = usual
        self._clock = clock

    async def warn(
        self, moderator: Moderator, target: Target, reason: str, category: str = OTHER
    ) -> SanctionRow:
        """Warn a person: a case that blocks nothing, but is a step of its class."""
        async with self._database.write() as tx:
            person = await self._person(tx, target)
            return await self._give(tx, moderator, person, category, None, reason)

    async def block(
        self,
        moderator: Moderator,
        target: Target,
        period: timedelta,
        reason: str,
        category: str = OTHER,
    ) -> SanctionRow:
        """Block a person in the moderator's place, from now on.

        Raises:
            BlockedLonger: a block that ends later holds there already.
        """
        async with self._database.write() as tx:
            person = await self._person(tx, target)
            now = self._clock()
            record = await sanctions.record(tx, person.person_id)
            standing = active_block(record, now, moderator.place)
            if standing and standing.until >= now + period:
                raise BlockedLonger(standing.until)
            return await self._give(tx, moderator, person, category, period, reason)

    async def unblock(self, moderator: Moderator, target: Target, reason: str) -> list[SanctionRow]:
        """End all blocks that were given in the moderator's place; they stay steps.

        Raises:
            NotBlockedHere: none of them holds.
        """
        async with self._database.write() as tx:
            person = await self._person(tx, target)
            now = self._clock()
            running = [
                row
                for row in await sanctions.record(tx, person.person_id)
                if is_running(row, now) and (moderator.is_owner or row.place == moderator.place)
            ]
            if not running:
                raise NotBlockedHere
            for row in running:
                await self._mark(tx, moderator, row, SanctionEventKind.LIFTED, reason)
            ids = {row.sanction_id for row in running}
            record = await sanctions.record(tx, person.person_id)
            return [row for row in record if row.sanction_id in ids]

    async def pardon(self, moderator: Moderator, number: int, reason: str) -> SanctionRow:
        """Undo a case: it ends, and it is no step any more.

        Raises:
            NoSuchCase: there is none of this number.
            CaseSettled: it was pardoned or dismissed before.
        """
        async with self._database.write() as tx:
            row = await self._case(tx, moderator, number)
            if row.is_void:
                raise CaseSettled(number)
            return await self._void(tx, moderator, row, reason)

    async def confirm(self, moderator: Moderator, number: int, reason: str) -> SanctionRow:
        """Bring a case that waits into force, from now on.

        Raises:
            NoSuchCase: there is none of this number.
            CaseSettled: it does not wait.
        """
        async with self._database.write() as tx:
            row = await self._case(tx, moderator, number)
            if not row.is_pending or row.is_shadow:
                raise CaseSettled(number)
            return await self._mark(tx, moderator, row, SanctionEventKind.ACTIVATED, reason)

    async def grant(self, moderator: Moderator, number: int, answer: str) -> SanctionRow:
        """Grant the appeal of a case, which pardons it.

        Raises:
            NoSuchCase: there is none of this number.
            NoAppeal: none of its appeals is open.
        """
        async with self._database.write() as tx:
            row = await self._decide_appeal(tx, moderator, number, answer, is_granted=True)
            if row.is_void:
                return row
            return await self._void(tx, moderator, row, answer)

    async def deny(self, moderator: Moderator, number: int, answer: str) -> SanctionRow:
        """Deny the appeal of a case, which stays as it is.

        Raises:
            NoSuchCase: there is none of this number.
            NoAppeal: none of its appeals is open.
        """
        async with self._database.write() as tx:
            row = await self._decide_appeal(tx, moderator, number, answer, is_granted=False)
            await self._audit(tx, moderator, row, "denied", answer)
            return row

    async def extend(
        self, moderator: Moderator, number: int, period: timedelta, reason: str
    ) -> SanctionRow:
        """Block for so much longer than a case does: a case of its own, since facts stay.

        Raises:
            NoSuchCase: there is none of this number.
            CaseSettled: it is no block that holds.
        """
        async with self._database.write() as tx:
            row = await self._case(tx, moderator, number)
            now = self._clock()
            if not is_running(row, now):
                raise CaseSettled(number)
            person = await persons.by_id(tx, row.person_id)
            longer = row.until - now + period
            return await self._give(tx, moderator, person, row.category, longer, reason)

    async def note(self, moderator: Moderator, target: Target, text: str) -> None:
        """Keep a remark on a person for the moderators of this place."""
        async with self._database.write() as tx:
            person = await self._person(tx, target)
            entry = self._entry(moderator, "note", text, person_id=person.person_id)
            await audit.append(tx, entry)

    async def set_option(self, moderator: Moderator, name: str, value: str | None) -> None:
        """Set what a place has beside its rules (`OPTIONS`); None takes it back."""
        async with self._database.write() as tx:
            before = await options_of(tx, moderator.place)
            after = {k: v for k, v in {**before, name: value}.items() if v is not None}
            await settings.put(tx, moderator.place, OPTIONS_SETTING, after)
            details = {"name": name, "before": before.get(name, ""), "after": value or ""}
            await audit.append(tx, self._entry(moderator, "settings", None, details=details))

    async def change(self, moderator: Moderator, name: str, value: str) -> Rules:
        """Change one setting of the place, and return its rules.

        Raises:
            RuleInvalid: there is no such setting, or it cannot have this value.
        """
        async with self._database.write() as tx:
            before = await rules_of(tx, self._usual, moderator.place)
            after = before.changed(name, value)
            stored = await settings.get(tx, moderator.place, RULES_SETTING)
            kept = stored if isinstance(stored, dict) else {}
            changed = {**kept, name: after.described()[name]}
            await settings.put(tx, moderator.place, RULES_SETTING, changed)
            details = {
                "name": name,
                "before": before.described()[name],
                "after": after.described()[name],
            }
            await audit.append(tx, self._entry(moderator, "settings", None, details=details))
        return after

    async def _decide_appeal(
        self,
        tx: AsyncConnection,
        moderator: Moderator,
        number: int,
        answer: str,
        *,
        is_granted: bool,
    ) -> SanctionRow:
        row = await self._case(tx, moderator, number)
        if not await appeals.decide(
            tx,
            row.sanction_id,
            is_granted=is_granted,
            actor=moderator.actor,
            answer=_checked(answer) or "",
            now=self._clock(),
        ):
            raise NoAppeal(number)
        return row

    async def _give(
        self,
        tx: AsyncConnection,
        moderator: Moderator,
        person: Person,
        category: str,
        period: timedelta | None,
        reason: str,
    ) -> SanctionRow:
        now = self._clock()
        rules = await rules_of(tx, self._usual, moderator.place)
        record = await sanctions.record(tx, person.person_id)
        standing = [row for row in record if not row.is_void and not row.is_shadow]
        new = NewSanction(
            category=category,
            kind=SanctionKind.BLOCK if period else SanctionKind.WARNING,
            step=1 + level(category, standing, rules.clean_time, now),
            starts_at=now,
            ends_at=now + period if period else now,
            rule_version=RULE_VERSION,
        )
        case = CaseFile(
            person_id=person.person_id,
            place=moderator.place,
            scope=EVERYWHERE if moderator.is_owner else moderator.place,
            actor=moderator.actor,
            verdict={},
            reason=_checked(reason),
        )
        (row,) = await sanctions.append(tx, case, [new], now)
        await self._audit(tx, moderator, row, new.kind.value, reason)
        return row

    async def _void(
        self, tx: AsyncConnection, moderator: Moderator, row: SanctionRow, reason: str
    ) -> SanctionRow:
        waiting, in_force = SanctionEventKind.DISMISSED, SanctionEventKind.PARDONED
        return await self._mark(tx, moderator, row, waiting if row.is_pending else in_force, reason)

    async def _mark(
        self,
        tx: AsyncConnection,
        moderator: Moderator,
        row: SanctionRow,
        kind: SanctionEventKind,
        reason: str,
    ) -> SanctionRow:
        await sanctions.mark(
            tx,
            [row.sanction_id],
            kind,
            self._clock(),
            actor=moderator.actor,
            reason=_checked(reason),
        )
        await self._audit(tx, moderator, row, kind.value, reason)
        return await self._case(tx, moderator, row.case_number, row.place)

    async def _case(
        self, tx: AsyncConnection, moderator: Moderator, number: int, place: str | None = None
    ) -> SanctionRow:
        row = await sanctions.case(tx, place or moderator.place, number)
        if row is None:
            raise NoSuchCase(number)
        return row

    async def _person(self, tx: AsyncConnection, target: Target) -> Person:
        return await persons.identify(
            tx, target.platform, target.account_id, valid(target.name), None, self._clock()
        )

    async def _audit(
        self,
        tx: AsyncConnection,
        moderator: Moderator,
        row: SanctionRow,
        action: str,
        reason: str,
    ) -> None:
        entry = self._entry(
            moderator,
            action,
            reason,
            person_id=row.person_id,
            sanction_id=row.sanction_id,
            details={"case": row.case_number, "until": row.until.isoformat()},
        )
        await audit.append(tx, entry)
        log.info("moderation.act", action=action, place=moderator.place, case=row.case_number)

    def _entry(
        self,
        moderator: Moderator,
        action: str,
        reason: str | None,
        *,
        person_id: int | None = None,
        sanction_id: int | None = None,
        details: Mapping[str, str | int] | None = None,
    ) -> AuditEntry:
        return AuditEntry(
            at=self._clock(),
            place=moderator.place,
            actor=moderator.actor,
            action=action,
            person_id=person_id,
            sanction_id=sanction_id,
            reason=_checked(reason) if reason else None,
            details=details or {},
        )


def _checked(reason: str) -> str | None:
    """A reason as the record takes it; None for an empty one.

    Raises:
        ReasonTooLong: it has more characters than the record takes.
    """
    if len(reason) > MAX_REASON_CHARS:
        raise ReasonTooLong(len(reason), MAX_REASON_CHARS)
    return valid(reason.strip()) or None
