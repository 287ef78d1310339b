"""What a verdict leads to, as pure functions of a person's record and the rules of the place.

Each class has its own ladder. Two classes in one message are two sanctions, one period after the
other, so that every row holds its own period and the block still lasts for their sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.rules import LONGEST
from engine.types import ActiveBlock
from storage.records import (
    EVERYWHERE,
    RULES,
    NewSanction,
    SanctionEventKind,
    SanctionKind,
    SanctionRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from engine.ethics import Category
    from engine.rules import Rules

RULE_VERSION = "ladder-2"


class HeldBack(StrEnum):
    """Why a verdict led to nothing."""

    OFF = "off"  # the place does not sanction these classes
    COOL_DOWN = "cool_down"  # the last sanction was just now
    UNTOLD = "untold"  # the person does not know of the last one yet
    TOO_MANY = "too_many"  # the place had more sanctions this hour than can be right


@dataclass(frozen=True, slots=True)
class Decision:
    """What one message leads to."""

    sanctions: tuple[NewSanction, ...] = ()
    confirmed: tuple[SanctionRow, ...] = ()  # earlier ones that waited for a second message
    held_back: HeldBack | None = None


def decide(
    categories: Sequence[Category],
    record: Sequence[SanctionRow],
    rules: Rules,
    now: datetime,
    num_lately: int = 0,
) -> Decision:
    """What a message of these classes leads to.

    Args:
        categories: as the judge found them.
        record: all earlier sanctions of the person that count in this place (`counted`).
        rules: of the place.
        now: the time of the decision.
        num_lately: how many messages the rules sanctioned in the place within the last hour.
    """
    if not categories:
        return Decision()
    seen = [category for category in categories if category not in rules.off]
    if reason := _held_back(seen, record, rules, now, num_lately):
        return Decision(held_back=reason)
    confirmed = tuple(row for row in record if _waits(row, rules, now))
    known = {row.category for row in confirmed}
    is_second = any(row.created_at > now - rules.confirm_within for row in record)
    sanctions: list[NewSanction] = []
    end = now
    for category in seen:
        if category in known:  # this message is what was waited for, not a step of its own
            continue
        step = 1 + level(category, record, rules.clean_time, now)
        ladder = rules.ladders[category]
        period = ladder[min(step, len(ladder)) - 1]
        over = rules.confirm_over
        waits = over is not None and step == 1 and period > over and not is_second
        start, end = end, min(end + period, now + LONGEST)
        kind = SanctionKind.BLOCK if period else SanctionKind.WARNING
        sanctions.append(NewSanction(category, kind, step, start, end, RULE_VERSION, waits))
        if waits:  # it may never begin, so the next one does not wait for its end
            end = start
    return Decision(tuple(sanctions), confirmed)


def counted(record: Iterable[SanctionRow], place: str, *, is_shadow: bool) -> list[SanctionRow]:
    """The sanctions of a record that count for the next step in a place.

    Shadow cases count only while the place is in shadow mode, so that it shows what would be.
    """
    return [
        row
        for row in record
        if _reaches(row, place) and not row.is_void and (is_shadow or not row.is_shadow)
    ]


def level(
    category: str, record: Iterable[SanctionRow], clean_time: timedelta | None, now: datetime
) -> int:
    """How many steps of a class's ladder stand: one is forgotten after each clean time."""
    rows = [row for row in record if row.category == category and not row.is_pending]
    if not rows or clean_time is None:
        return len(rows)
    times = [*((row.created_at, row.until) for row in rows), (now, now)]
    standing, clean_since = 0, times[0][1]
    for (_, over), (begun, _) in pairwise(times):
        clean_since = max(clean_since, over)
        standing = max(0, standing + 1 - max(0, (begun - clean_since) // clean_time))
    return standing


def active_block(
    record: Iterable[SanctionRow], now: datetime, place: str | None = None
) -> ActiveBlock | None:
    """The block that holds at `now`: its latest end, and the classes of all periods to come.

    Args:
        record: a person's sanctions.
        now: the moment.
        place: where; None for a block that holds anywhere.
    """
    running = [
        row for row in record if is_running(row, now) and (place is None or _reaches(row, place))
    ]
    if not running:
        return None
    categories = tuple(dict.fromkeys(row.category for row in running))
    return ActiveBlock(categories, max(row.until for row in running))


def is_running(row: SanctionRow, now: datetime) -> bool:
    """Whether a block is in force at `now`, or will be when the one before it is over."""
    return (
        row.kind is SanctionKind.BLOCK
        and row.ends_at > row.starts_at  # not cut to nothing by the longest period
        and not row.is_shadow
        and not row.is_pending
        and not row.is_ended  # whatever the clock says, which may have been set back since
        and row.until > now
    )


def is_told(row: SanctionRow) -> bool:
    """Whether the person knows of it as it stands: in force, or waiting."""
    waiting, in_force = SanctionEventKind.CAUTIONED, SanctionEventKind.NOTICED
    return in_force in row.events or (row.is_pending and waiting in row.events)


def _held_back(
    seen: Sequence[Category],
    record: Sequence[SanctionRow],
    rules: Rules,
    now: datetime,
    num_lately: int,
) -> HeldBack | None:
    if not seen:
        return HeldBack.OFF
    last = max((r for r in record if r.actor == RULES), key=lambda r: r.created_at, default=None)
    if last is not None and rules.cool_down is not None:
        if now - last.created_at < rules.cool_down:
            return HeldBack.COOL_DOWN
        if not last.is_shadow and not is_told(last):
            return HeldBack.UNTOLD
    if rules.max_per_hour is not None and num_lately >= rules.max_per_hour:
        return HeldBack.TOO_MANY
    return None


def _waits(row: SanctionRow, rules: Rules, now: datetime) -> bool:
    return row.is_pending and row.created_at > now - rules.confirm_within


def _reaches(row: SanctionRow, place: str) -> bool:
    return row.scope in {EVERYWHERE, place}
