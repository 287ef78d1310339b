"""The ladder: every step of every class, sums, the cap, patience, and who is blocked until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import sanctions
from engine.ethics import Category
from engine.rules import LONGEST, Rules
from engine.sanctions import Decision, HeldBack
from storage.records import (
    EVERYWHERE,
    RULES,
    SanctionEvent,
    SanctionEventKind,
    SanctionKind,
    SanctionRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storage.records import NewSanction

NOW = datetime(2027, 12, 31, 15, 0, tzinfo=UTC)  # a leap day lies ahead
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WARNING = timedelta(0)
HERE, ELSEWHERE = "discord:1", "discord:2"
STRICT, DEFAULT = Rules.load("strict"), Rules.load("default")
LADDERS = {
    Category.LOVE: [WARNING, HOUR, DAY, 14 * DAY, 1461 * DAY, 1461 * DAY],
    Category.POLITICS: [WARNING, 3 * DAY, 7 * DAY, 30 * DAY, 365 * DAY, 365 * DAY],
    Category.PAEDRIP: [7 * DAY, 30 * DAY, 1461 * DAY, 1461 * DAY],
    Category.HATE: [DAY, 7 * DAY, 90 * DAY, 1461 * DAY, 1461 * DAY],
}
classes_of_a_message = st.lists(st.sampled_from(list(Category)), unique=True, min_size=1)
_ids = count(1)
_TOLD = (SanctionEventKind.ACTIVATED, SanctionEventKind.NOTICED)


def row(
    new: NewSanction,
    *happened: SanctionEventKind,
    later: timedelta = WARNING,
    created_at: datetime | None = None,
) -> SanctionRow:
    """The sanction as it stands in a record: told at once, other things so much later."""
    number = next(_ids)
    created = created_at or new.starts_at
    events = dict.fromkeys(_TOLD, created) if not new.needs_confirmation else {}
    events |= dict.fromkeys(happened, created + later)
    return SanctionRow(
        sanction_id=number,
        person_id=1,
        inbox_id=number,
        place=HERE,
        case_number=number,
        scope=EVERYWHERE,
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
        created_at=created,
        events={kind: SanctionEvent(at) for kind, at in events.items()},
    )


def rows(new: Iterable[NewSanction], created_at: datetime | None = None) -> list[SanctionRow]:
    return [row(sanction, created_at=created_at) for sanction in new]


def decide(
    categories: Sequence[Category],
    record: Sequence[SanctionRow] = (),
    now: datetime = NOW,
    rules: Rules = STRICT,
) -> tuple[NewSanction, ...]:
    return sanctions.decide(categories, record, rules, now).sanctions


def record_of(category: Category, num_earlier: int) -> list[SanctionRow]:
    record: list[SanctionRow] = []
    for _ in range(num_earlier):
        record += rows(decide([category], record))
    return record


@pytest.mark.parametrize(
    ("category", "num_earlier", "period"),
    [(c, n, period) for c, ladder in LADDERS.items() for n, period in enumerate(ladder)],
)
def test_each_step_of_each_ladder(category: Category, num_earlier: int, period: timedelta) -> None:
    (decided,) = decide([category], record_of(category, num_earlier))
    assert (decided.starts_at, decided.ends_at) == (NOW, NOW + period)
    assert decided.step == num_earlier + 1
    assert decided.kind is (SanctionKind.BLOCK if period else SanctionKind.WARNING)


def test_other_classes_do_not_raise_a_step() -> None:
    record = record_of(Category.HATE, 3)
    (decided,) = decide([Category.LOVE], record)
    assert (decided.step, decided.kind) == (1, SanctionKind.WARNING)


@pytest.mark.parametrize(("happened", "step"), [("lifted", 2), ("pardoned", 1), ("dismissed", 1)])
def test_only_what_was_pardoned_or_dismissed_is_no_step(happened: str, step: int) -> None:
    (first,) = decide([Category.HATE])
    record = [row(first, SanctionEventKind(happened))]
    (decided,) = decide([Category.HATE], sanctions.counted(record, HERE, is_shadow=False))
    assert decided.step == step


def test_periods_of_one_message_follow_each_other() -> None:
    paedrip, hate = decide([Category.PAEDRIP, Category.HATE])
    assert (paedrip.starts_at, paedrip.ends_at) == (NOW, NOW + 7 * DAY)
    assert (hate.starts_at, hate.ends_at) == (NOW + 7 * DAY, NOW + 8 * DAY)


def test_sum_of_periods_ends_at_the_cap() -> None:
    record = record_of(Category.PAEDRIP, 2) + record_of(Category.HATE, 3)
    decided = decide([Category.PAEDRIP, Category.HATE], record)
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
        decided = decide(categories, record, now)
        assert [s.category for s in decided] == list(categories)
        expected = now
        for sanction in decided:
            ladder = LADDERS[Category(sanction.category)]
            assert sanction.step == seen.count(Category(sanction.category)) + 1
            period = ladder[min(sanction.step, len(ladder)) - 1]
            assert sanction.starts_at == expected
            expected = min(expected + period, now + LONGEST)
            assert sanction.ends_at == expected
        seen += categories
        record += rows(decided, now)


def test_block_ends_on_time_to_the_microsecond() -> None:
    record = rows(decide([Category.HATE]))
    end = NOW + DAY
    block = sanctions.active_block(record, end - timedelta(microseconds=1))
    assert block is not None
    assert block.until == end
    assert sanctions.active_block(record, end) is None


def test_warning_blocks_nothing() -> None:
    record = rows(decide([Category.LOVE, Category.POLITICS]))
    assert sanctions.active_block(record, NOW) is None


def test_block_that_is_told_is_the_longest_not_the_first() -> None:
    record = record_of(Category.HATE, 1) + rows(decide([Category.PAEDRIP]))
    block = sanctions.active_block(record, NOW)
    assert block is not None
    assert block.until == NOW + 7 * DAY
    assert block.categories == (Category.HATE, Category.PAEDRIP)


@pytest.mark.parametrize("happened", ["lifted", "pardoned"])
def test_lifted_or_pardoned_block_is_over(happened: str) -> None:
    (decided,) = decide([Category.HATE])
    ended = row(decided, SanctionEventKind(happened), later=HOUR)
    assert ended.until == NOW + HOUR
    assert sanctions.active_block([ended], NOW + HOUR) is None
    # nor does it come back when the clock is set back
    assert sanctions.active_block([ended], NOW) is None


def test_pardoned_period_is_not_served_before_the_next() -> None:
    paedrip, hate = decide([Category.PAEDRIP, Category.HATE])
    second = replace(row(hate, created_at=NOW), moved_up=paedrip.ends_at - paedrip.starts_at)
    assert (second.begins_at, second.until) == (NOW, NOW + DAY)


def test_blocks_and_steps_of_another_place_do_not_reach_here() -> None:
    (decided,) = decide([Category.HATE])
    local = replace(row(decided), place=ELSEWHERE, scope=ELSEWHERE)
    assert sanctions.active_block([local], NOW, HERE) is None
    assert sanctions.active_block([local], NOW, ELSEWHERE) is not None
    assert sanctions.active_block([local], NOW) is not None
    assert sanctions.counted([local], HERE, is_shadow=False) == []
    everywhere = replace(local, scope=EVERYWHERE)
    assert sanctions.active_block([everywhere], NOW, HERE) is not None
    assert sanctions.counted([everywhere], HERE, is_shadow=False) == [everywhere]


def test_shadow_cases_block_nobody_and_count_in_shadow_mode_only() -> None:
    (decided,) = decide([Category.HATE])
    shadow = replace(row(decided), is_shadow=True)
    assert sanctions.active_block([shadow], NOW) is None
    assert sanctions.counted([shadow], HERE, is_shadow=False) == []
    assert sanctions.counted([shadow], HERE, is_shadow=True) == [shadow]


def test_class_that_is_off_leads_to_nothing() -> None:
    rules = STRICT.changed("class-hate", "off")
    assert decide([Category.HATE, Category.LOVE], rules=rules)[0].category == Category.LOVE
    decision = sanctions.decide([Category.HATE], [], rules, NOW)
    assert decision == Decision(held_back=HeldBack.OFF)


def test_long_first_block_waits_for_a_second_message() -> None:
    (waiting,) = decide([Category.PAEDRIP], rules=DEFAULT)
    assert (waiting.needs_confirmation, waiting.ends_at - waiting.starts_at) == (True, 7 * DAY)
    first = row(waiting, SanctionEventKind.CAUTIONED)
    assert sanctions.active_block([first], NOW) is None
    decision = sanctions.decide([Category.PAEDRIP], [first], DEFAULT, NOW + HOUR)
    assert decision == Decision((), (first,))
    in_force = replace(
        first,
        events={**first.events, SanctionEventKind.ACTIVATED: SanctionEvent(NOW + HOUR)},
    )
    block = sanctions.active_block([in_force], NOW + HOUR)
    assert block is not None
    assert block.until == NOW + HOUR + 7 * DAY


def test_second_message_of_another_class_brings_both_into_force() -> None:
    (waiting,) = decide([Category.PAEDRIP], rules=DEFAULT)
    first = row(waiting, SanctionEventKind.CAUTIONED)
    decision = sanctions.decide([Category.HATE], [first], DEFAULT, NOW + HOUR)
    assert decision.confirmed == (first,)
    assert [s.category for s in decision.sanctions] == [Category.HATE]


def test_second_sanctioned_message_needs_no_third() -> None:
    (hate,) = decide([Category.HATE], rules=DEFAULT)
    (decided,) = decide([Category.PAEDRIP], [row(hate)], NOW + 2 * DAY, DEFAULT)
    assert not decided.needs_confirmation
    (late,) = decide([Category.PAEDRIP], [row(hate)], NOW + 7 * DAY, DEFAULT)
    assert late.needs_confirmation


def test_what_waited_too_long_is_no_step_and_is_not_confirmed() -> None:
    (waiting,) = decide([Category.PAEDRIP], rules=DEFAULT)
    first = row(waiting, SanctionEventKind.CAUTIONED)
    decision = sanctions.decide([Category.PAEDRIP], [first], DEFAULT, NOW + 7 * DAY)
    assert decision.confirmed == ()
    assert [(s.step, s.needs_confirmation) for s in decision.sanctions] == [(1, True)]


def test_one_sanction_in_a_cool_down_and_only_after_the_last_was_told() -> None:
    (warning,) = decide([Category.LOVE], rules=DEFAULT)
    told = row(warning)

    def after(record: SanctionRow, seconds: float) -> Decision:
        now = NOW + timedelta(seconds=seconds)
        return sanctions.decide([Category.LOVE], [record], DEFAULT, now)

    assert after(told, 59.9) == Decision(held_back=HeldBack.COOL_DOWN)
    assert [s.step for s in after(told, 60).sanctions] == [2]
    untold = replace(told, events={SanctionEventKind.ACTIVATED: SanctionEvent(NOW)})
    assert after(untold, 3600) == Decision(held_back=HeldBack.UNTOLD)
    by_hand = replace(untold, actor="discord:5")
    assert [s.step for s in after(by_hand, 1).sanctions] == [2]


def test_too_many_sanctions_in_a_place_stop() -> None:
    assert DEFAULT.max_per_hour == 10
    assert sanctions.decide([Category.HATE], [], DEFAULT, NOW, 9).sanctions
    stopped = sanctions.decide([Category.HATE], [], DEFAULT, NOW, 10)
    assert stopped == Decision(held_back=HeldBack.TOO_MANY)
    assert sanctions.decide([Category.HATE], [], STRICT, NOW, 10).sanctions


def test_one_step_is_forgotten_after_each_clean_time() -> None:
    hate = Category.HATE
    record = record_of(hate, 2)  # the second one lasts 7 days
    clean_since = NOW + 7 * DAY

    def standing(after: timedelta) -> int:
        return sanctions.level(hate, record, 90 * DAY, clean_since + after)

    assert standing(90 * DAY - timedelta(seconds=1)) == 2
    assert standing(90 * DAY) == 1
    assert standing(180 * DAY) == 0
    assert standing(1800 * DAY) == 0
    assert sanctions.level(hate, record, None, clean_since + 1800 * DAY) == 2
    third = decide([hate], record, clean_since + 90 * DAY, DEFAULT)
    assert [s.step for s in third] == [2]
    record += rows(third)
    (fourth,) = decide([hate], record, third[0].ends_at + timedelta(minutes=1), DEFAULT)
    assert fourth.step == 3


@given(
    st.lists(st.integers(min_value=0, max_value=400), max_size=8),
    st.integers(min_value=0, max_value=400),
)
def test_forgetting_never_makes_a_step_higher_nor_negative(gaps: list[int], end: int) -> None:
    record: list[SanctionRow] = []
    now = NOW
    for days in gaps:
        now += days * DAY
        new = decide([Category.LOVE], record, now)
        record += rows(new, now)
    now += end * DAY
    with_decay = sanctions.level(Category.LOVE, record, 90 * DAY, now)
    assert 0 <= with_decay <= sanctions.level(Category.LOVE, record, None, now) == len(gaps)
    assert sanctions.level(Category.LOVE, record, 90 * DAY, now + 90 * DAY) <= with_decay
