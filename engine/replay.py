"""What recorded messages would have led to under other rules: pure, from the log alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine.ethics import Category
from engine.sanctions import active_block, counted, decide
from storage.records import EVERYWHERE, RULES, SanctionEvent, SanctionEventKind, SanctionRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from engine.rules import Rules
    from storage.records import NewSanction

_TOLD = (SanctionEventKind.ACTIVATED, SanctionEventKind.NOTICED)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A message that was judged, and what the judge said then and says now."""

    person_id: int
    place: str
    at: datetime
    then: tuple[Category, ...]
    now: tuple[Category, ...]


@dataclass
class Tally:
    """One class, as it was and as it would be."""

    decided: int = 0
    would_decide: int = 0
    newly: int = 0  # messages that count now and did not then
    no_longer: int = 0
    sanctions: int = 0
    would_sanction: int = 0
    block_hours: float = 0.0
    would_block_hours: float = 0.0


@dataclass
class Change:
    """All classes, and how many messages were looked at."""

    num_messages: int
    classes: dict[str, Tally] = field(default_factory=lambda: {c.value: Tally() for c in Category})

    def as_json(self) -> dict[str, Any]:
        """Ready for JSON; hours are rounded."""
        return {
            "messages": self.num_messages,
            "classes": {
                name: {k: round(v, 1) for k, v in vars(tally).items()}
                for name, tally in self.classes.items()
            },
        }


def compare(messages: Sequence[Recorded], given: Iterable[SanctionRow], rules: Rules) -> Change:
    """What would change.

    Args:
        messages: all that were judged in the time looked at, oldest first.
        given: the sanctions that the rules gave in that time.
        rules: the other rules; they start with an empty record.
    """
    change = Change(len(messages))
    for message in messages:
        for category in Category:
            tally = change.classes[category]
            tally.decided += category in message.then
            tally.would_decide += category in message.now
            tally.newly += category in message.now and category not in message.then
            tally.no_longer += category in message.then and category not in message.now
    for row in given:
        tally = change.classes[row.category]
        tally.sanctions += 1
        tally.block_hours += _hours(row)
    for row in simulate(messages, rules):
        tally = change.classes[row.category]
        tally.would_sanction += 1
        tally.would_block_hours += 0 if row.is_pending else _hours(row)
    return change


def simulate(messages: Sequence[Recorded], rules: Rules) -> list[SanctionRow]:
    """The sanctions that messages would have led to, every notice told at once.

    Nobody is there to confirm what waits, so only a second message does; and the stop after too
    many in an hour is left out, since it looks at a place as it was.
    """
    records: dict[int, list[SanctionRow]] = {}
    for message in messages:
        record = records.setdefault(message.person_id, [])
        if active_block(record, message.at, message.place) is not None:
            continue
        here = counted(record, message.place, is_shadow=False)
        decision = decide(message.now, here, rules, message.at)
        confirmed = {row.sanction_id for row in decision.confirmed}
        records[message.person_id] = [
            _told(row, message.at) if row.sanction_id in confirmed else row for row in record
        ] + [
            _row(new, message, len(record) + number, rules)
            for number, new in enumerate(decision.sanctions)
        ]
    return [row for record in records.values() for row in record]


def _hours(row: SanctionRow) -> float:
    return (row.ends_at - row.starts_at) / _HOUR


def _row(new: NewSanction, message: Recorded, number: int, rules: Rules) -> SanctionRow:
    cautioned = (SanctionEventKind.CAUTIONED,)
    return SanctionRow(
        sanction_id=number,
        person_id=message.person_id,
        inbox_id=None,
        place=message.place,
        case_number=number,
        scope=message.place if rules.is_local else EVERYWHERE,
        actor=RULES,
        reason=None,
        is_shadow=False,
        category=new.category,
        kind=new.kind,
        step=new.step,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        verdict={},
        rule_version=new.rule_version,
        created_at=message.at,
        events={
            kind: SanctionEvent(message.at)
            for kind in (cautioned if new.needs_confirmation else _TOLD)
        },
    )


def _told(row: SanctionRow, at: datetime) -> SanctionRow:
    told = {kind: SanctionEvent(at) for kind in _TOLD}
    return replace(row, events={**row.events, **told})
