"""The ladder: what a verdict leads to, as a pure function of a person's record.

Each class has its own ladder. Two classes in one message are two sanctions, one period after the
other, so that every row holds its own period and the block still lasts for their sum.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.ethics import Category
from engine.types import ActiveBlock
from storage.records import NewSanction, SanctionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from storage.records import SanctionRow

RULE_VERSION = "ladder-1"
LONGEST = timedelta(days=1461)
_WARNING = timedelta(0)

LADDERS: Mapping[Category, tuple[timedelta, ...]] = MappingProxyType(
    {
        Category.LOVE: (
            _WARNING, timedelta(hours=1), timedelta(days=1), timedelta(days=14), LONGEST,
        ),
        Category.POLITICS: (
            _WARNING, timedelta(days=3), timedelta(days=7), timedelta(days=30), timedelta(days=365),
        ),
        Category.PAEDRIP: (timedelta(days=7), timedelta(days=30), LONGEST),
        Category.HATE: (timedelta(days=1), timedelta(days=7), timedelta(days=90), LONGEST),
    }
)  # fmt: skip
"""The period of each step; after the last one it stays the last one's."""


def decide(
    categories: Sequence[Category], record: Sequence[SanctionRow], now: datetime
) -> list[NewSanction]:
    """The sanctions that one message's classes lead to, given all of its person's earlier ones."""
    sanctions: list[NewSanction] = []
    end = now
    for category in categories:
        step = 1 + sum(row.category == category and row.lifted_at is None for row in record)
        ladder = LADDERS[category]
        period = ladder[min(step, len(ladder)) - 1]
        start, end = end, min(end + period, now + LONGEST)
        kind = SanctionKind.BLOCK if period else SanctionKind.WARNING
        sanctions.append(NewSanction(category, kind, step, start, end, RULE_VERSION))
    return sanctions


def active_block(record: Sequence[SanctionRow], now: datetime) -> ActiveBlock | None:
    """The block that holds at `now`: its latest end, and the classes of all periods to come."""
    running = [
        row
        for row in record
        if row.kind is SanctionKind.BLOCK and row.lifted_at is None and row.ends_at > now
    ]
    if not running:
        return None
    categories = tuple(dict.fromkeys(Category(row.category) for row in running))
    return ActiveBlock(categories, max(row.ends_at for row in running))
