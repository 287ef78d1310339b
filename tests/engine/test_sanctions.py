"""The ladder: every step of every class, sums, the cap, and who is blocked until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import sanctions
from engine.ethics import Category
from engine.sanctions import LONGEST
from storage.records import SanctionKind, SanctionRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.records import NewSanction

NOW = datetime(2027, 12, 31, 15, 0, tzinfo=UTC)  # a leap day lies ahead
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WARNING = timedelta(0)
LADDERS = {
    Category.LOVE: [WARNING, HOUR, DAY, 14 * DAY, 1461 * DAY, 1461 * DAY],
    Category.POLITICS: [WARNING, 3 * DAY, 7 * DAY, 30 * DAY, 365 * DAY, 365 * DAY],
    Category.PAEDRIP: [7 * DAY, 30 * DAY, 1461 * DAY, 1461 * DAY],
    Category.HATE: [DAY, 7 * DAY, 90 * DAY, 1461 * DAY, 1461 * DAY],
}
classes_of_a_message = st.lists(st.sampled_from(list(Category)), unique=True)
_ids = count(1)


def row(new: NewSanction, lifted_at: datetime | None = None) -> SanctionRow:
    """The sanction as it stands in a record."""
    number = next(_ids)
    return SanctionRow(
        sanction_id=number,
        person_id=1,
        inbox_id=number,
        category=new.category,
        kind=new.kind,
        step=new.step,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        verdict={},
        rule_version=new.rule_version,
        created_at=new.starts_at,
        noticed_at=None,
        lifted_at=lifted_at,
    )


def rows(new: Sequence[NewSanction]) -> list[SanctionRow]:
    return [row(sanction) for sanction in new]


def record_of(category: Category, num_earlier: int) -> list[SanctionRow]:
    record: list[SanctionRow] = []
    for _ in range(num_earlier):
        record += rows(sanctions.decide([category], record, NOW))
    return record


@pytest.mark.parametrize(
    ("category", "num_earlier", "period"),
    [(c, n, period) for c, ladder in LADDERS.items() for n, period in enumerate(ladder)],
)
def test_each_step_of_each_ladder(category: Category, num_earlier: int, period: timedelta) -> None:
    (decided,) = sanctions.decide([category], record_of(category, num_earlier), NOW)
    assert (decided.starts_at, decided.ends_at) == (NOW, NOW + period)
    assert decided.step == num_earlier + 1
    assert decided.kind is (SanctionKind.BLOCK if period else SanctionKind.WARNING)


def test_other_classes_do_not_raise_a_step() -> None:
    record = record_of(Category.HATE, 3)
    (decided,) = sanctions.decide([Category.LOVE], record, NOW)
    assert (decided.step, decided.kind) == (1, SanctionKind.WARNING)


def test_lifted_sanctions_do_not_raise_a_step() -> None:
    (first,) = sanctions.decide([Category.HATE], [], NOW)
    (decided,) = sanctions.decide([Category.HATE], [row(first, lifted_at=NOW)], NOW)
    assert decided.step == 1


def test_periods_of_one_message_follow_each_other() -> None:
    paedrip, hate = sanctions.decide([Category.PAEDRIP, Category.HATE], [], NOW)
    assert (paedrip.starts_at, paedrip.ends_at) == (NOW, NOW + 7 * DAY)
    assert (hate.starts_at, hate.ends_at) == (NOW + 7 * DAY, NOW + 8 * DAY)


def test_sum_of_periods_ends_at_the_cap() -> None:
    record = record_of(Category.PAEDRIP, 2) + record_of(Category.HATE, 3)
    decided = sanctions.decide([Category.PAEDRIP, Category.HATE], record, NOW)
    assert [s.ends_at for s in decided] == [NOW + LONGEST, NOW + LONGEST]
    assert LONGEST == 1461 * DAY
    four_years_on = NOW + LONGEST
    assert four_years_on == datetime(2031, 12, 31, 15, 0, tzinfo=UTC)


@given(st.lists(classes_of_a_message, max_size=12))
def test_steps_count_and_periods_add_up(messages: list[list[Category]]) -> None:
    record: list[SanctionRow] = []
    seen: list[Category] = []
    for number, categories in enumerate(messages):
        now = NOW + number * DAY
        decided = sanctions.decide(categories, record, now)
        assert [s.category for s in decided] == categories
        expected = now
        for sanction in decided:
            ladder = LADDERS[Category(sanction.category)]
            assert sanction.step == seen.count(Category(sanction.category)) + 1
            period = ladder[min(sanction.step, len(ladder)) - 1]
            assert sanction.starts_at == expected
            expected = min(expected + period, now + LONGEST)
            assert sanction.ends_at == expected
        seen += categories
        record += rows(decided)


def test_block_ends_on_time_to_the_microsecond() -> None:
    record = rows(sanctions.decide([Category.HATE], [], NOW))
    end = NOW + DAY
    block = sanctions.active_block(record, end - timedelta(microseconds=1))
    assert block is not None
    assert block.until == end
    assert sanctions.active_block(record, end) is None


def test_warning_blocks_nothing() -> None:
    record = rows(sanctions.decide([Category.LOVE, Category.POLITICS], [], NOW))
    assert sanctions.active_block(record, NOW) is None


def test_block_that_is_told_is_the_longest_not_the_first() -> None:
    record = record_of(Category.HATE, 1) + rows(sanctions.decide([Category.PAEDRIP], [], NOW))
    block = sanctions.active_block(record, NOW)
    assert block is not None
    assert block.until == NOW + 7 * DAY
    assert block.categories == (Category.HATE, Category.PAEDRIP)


def test_lifted_block_is_over() -> None:
    (decided,) = sanctions.decide([Category.HATE], [], NOW)
    assert sanctions.active_block([row(decided, lifted_at=NOW)], NOW) is None
