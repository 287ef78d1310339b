"""Anything in any order: the record stays what a simple model of the rules says it is.

The model knows nothing of rows and events: it keeps, for each person, the cases that count, and
works out from them who is blocked until when. After every step it is compared with what the engine
says, and with what she does.
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.collecting_via import CollectingVia
from engine.engine import Engine
from engine.errors import ModerationRefused
from engine.linking import Linking
from engine.moderation.acts import Acts
from engine.moderation.appeals import Appeals
from engine.moderation.people import Moderator
from engine.policy import Policy
from engine.rules import Rules
from engine.types import Utterance
from storage import sanctions
from storage.database import Database
from tests.scripted_models import ScriptedModels, normal_scores

if TYPE_CHECKING:
    from collections.abc import Coroutine

pytestmark = pytest.mark.timeout(1200)  # 10,000 steps, each a transaction or more

DAY = timedelta(days=1)
START = datetime(2027, 12, 31, 15, 0, tzinfo=UTC)  # a leap day lies ahead
PLACES = ("discord:1", "discord:2", "telegram:3")
LADDERS = {
    "love": [timedelta(0), timedelta(hours=1), DAY, 14 * DAY, 1461 * DAY],
    "politics": [timedelta(0), 3 * DAY, 7 * DAY, 30 * DAY, 365 * DAY],
    "paedrip": [7 * DAY, 30 * DAY, 1461 * DAY],
    "hate": [DAY, 7 * DAY, 90 * DAY, 1461 * DAY],
}
TEXTS = {
    "안녕": (),
    "사랑해": ("love",),
    "정치": ("politics",),
    "패드립": ("paedrip",),
    "혐오": ("hate",),
    "패드립 혐오": ("paedrip", "hate"),
    "사랑 정치": ("love", "politics"),
}
people = st.sampled_from(["철수", "영희"])
texts = st.sampled_from(list(TEXTS))
places = st.sampled_from(PLACES)


@dataclass
class Case:
    """One case as the model knows it."""

    place: str
    number: int
    category: str
    step: int
    given: datetime
    offset: timedelta  # from then to its own beginning
    length: timedelta
    earlier: list[Case]  # of the same message
    is_void: bool = False
    has_appeal: bool = False

    @property
    def begins(self) -> datetime:
        """Nobody serves a pardoned period before his own."""
        pardoned = sum((c.length for c in self.earlier if c.is_void), timedelta(0))
        return self.given + self.offset - pardoned

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return self.begins + self.length


@dataclass
class Model:
    """Who is who, and which cases count for whom."""

    person_of: dict[tuple[str, str], int] = field(default_factory=dict)
    cases_of: dict[int, list[Case]] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    off: set[tuple[str, str]] = field(default_factory=set)
    ids: Any = field(default_factory=lambda: count(1))

    def person(self, platform: str, account: str) -> int:
        """The person of an account, who may be new."""
        if (platform, account) not in self.person_of:
            person = next(self.ids)
            self.person_of[platform, account] = person
            self.cases_of[person] = []
        return self.person_of[platform, account]

    def accounts(self, person: int) -> list[tuple[str, str]]:
        """The accounts of a person."""
        return [account for account, owner in self.person_of.items() if owner == person]

    def blocked_until(self, person: int, now: datetime) -> datetime | None:
        """When the person's block ends; None without one."""
        blocks = [c for c in self.cases_of[person] if c.length and not c.is_void]
        return max((c.ends for c in blocks if c.ends > now), default=None)

    def sanction(self, person: int, place: str, categories: tuple[str, ...], now: datetime) -> None:
        """What one message of these classes adds."""
        before = list(self.cases_of[person])
        of_message: list[Case] = []
        offset = timedelta(0)
        for category in categories:
            if (place, category) in self.off:
                continue
            step = 1 + sum(c.category == category and not c.is_void for c in before)
            ladder = LADDERS[category]
            length = min(ladder[min(step, len(ladder)) - 1], 1461 * DAY - offset)
            number = 1 + sum(case.place == place for case in self.cases)
            case = Case(place, number, category, step, now, offset, length, list(of_message))
            offset += length
            of_message.append(case)
            self.cases.append(case)
            self.cases_of[person].append(case)


class SanctionMachine(RuleBasedStateMachine):
    """Messages, clock jumps, restarts, pardons, appeals, links and settings."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.now = START
        self.model = Model()
        self.message_ids = count(1)
        self.models = ScriptedModels(
            verdicts={
                text: normal_scores(**dict.fromkeys(classes, 0.99))
                for text, classes in TEXTS.items()
                if classes
            }
        )
        self._open()

    def _run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(coroutine)

    def _open(self) -> None:
        url = f"sqlite:///{Path(self.folder.name) / 'ohlora.sqlite3'}"
        self.database = self._run(Database.open(url))
        self.engine = Engine(
            self.database,
            self.models,
            Policy(rules=Rules.load("strict")),
            clock=lambda: self.now,
            monotonic=lambda: 0.0,
            zone=ZoneInfo("Asia/Seoul"),
        )
        self.acts = Acts(self.database, self.engine.policy.rules, lambda: self.now)
        self.appeals = Appeals(self.database, lambda: self.now)
        self.linking = Linking(self.engine)

    def teardown(self) -> None:
        """Leave nothing behind."""
        self._run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    # --- what can happen ------------------------------------------------------------------------

    @rule(name=people, place=places, text=texts)
    def say(self, name: str, place: str, text: str) -> None:
        """Somebody says something somewhere."""
        platform, _, guild_id = place.partition(":")
        person = self.model.person(platform, name)
        is_blocked = self.model.blocked_until(person, self.now) is not None
        utterance = Utterance(
            platform=platform,
            message_id=str(next(self.message_ids)),
            chat_id="1",
            account_id=name,
            author_name=name,
            text=text,
            sent_at=self.now,
            guild_id=guild_id,
        )
        via = CollectingVia()
        self._run(self.engine.respond(utterance, via))
        assert bool(via.replies) is not is_blocked
        if not is_blocked:
            self.model.sanction(person, place, TEXTS[text], self.now)

    @rule(
        forward=st.one_of(
            st.timedeltas(timedelta(0), timedelta(hours=3)),
            st.timedeltas(timedelta(0), timedelta(days=800)),
            st.just(timedelta(hours=-1)),  # a clock that is set right
        )
    )
    def pass_time(self, forward: timedelta) -> None:
        """Time passes, or the clock is set."""
        self.now += forward

    @rule()
    def reach_an_end(self) -> None:
        """To the very moment at which the next block ends."""
        ends = [case.ends for case in self.model.cases if case.ends > self.now]
        self.now = min(ends, default=self.now)

    @rule()
    def restart(self) -> None:
        """She stops and starts again."""
        self._run(self.database.close())
        self._open()
        assert self._run(self.engine.left_over()) == []

    @precondition(lambda self: self.model.cases)
    @rule(data=st.data(), how=st.sampled_from(["pardon", "grant", "deny"]))
    def decide(self, data: st.DataObject, how: str) -> None:
        """A moderator pardons a case, or decides its appeal."""
        case = data.draw(st.sampled_from(self.model.cases))
        platform = case.place.partition(":")[0]
        moderator = Moderator(platform, "9", case.place)
        possible = not case.is_void if how == "pardon" else case.has_appeal
        try:
            self._run(getattr(self.acts, how)(moderator, case.number, "이유"))
        except ModerationRefused:
            assert not possible
            return
        assert possible
        case.is_void = case.is_void or how != "deny"
        case.has_appeal = case.has_appeal and how == "pardon"

    @precondition(lambda self: self.model.cases)
    @rule(data=st.data())
    def appeal(self, data: st.DataObject) -> None:
        """Somebody appeals against the newest of his cases with a number."""
        account = data.draw(st.sampled_from(list(self.model.person_of)))
        mine = self.model.cases_of[self.model.person_of[account]]
        if not mine:
            return
        number = data.draw(st.sampled_from(mine)).number
        newest = [case for case in self.model.cases if case in mine and case.number == number][-1]
        try:
            self._run(self.appeals.open(*account, number, "아니에요"))
        except ModerationRefused:
            assert newest.is_void or newest.has_appeal
            return
        assert not newest.is_void
        assert not newest.has_appeal
        newest.has_appeal = True

    @rule(name=people)
    def link(self, name: str) -> None:
        """Somebody links his two accounts, if both stand alone."""
        here, there = (self.model.person(p, name) for p in ("discord", "telegram"))
        if here == there:
            return
        code = self._run(self.linking.give_code("discord", name, name))
        self._run(self.linking.use_code("telegram", name, name, code))
        theirs = self.model.cases_of.pop(there)
        mine = self.model.cases_of[here]
        joined = [c for c in self.model.cases if c in mine or c in theirs]
        self.model.cases_of[here] = joined
        self.model.person_of["telegram", name] = here

    @rule(name=people, platform=st.sampled_from(["discord", "telegram"]))
    def unlink(self, name: str, platform: str) -> None:
        """Somebody parts his accounts again."""
        person = self.model.person(platform, name)
        if len(self.model.accounts(person)) < 2:
            return
        self._run(self.linking.unlink(platform, name))
        parted = next(self.model.ids)
        self.model.cases_of[parted] = list(self.model.cases_of[person])
        self.model.person_of[platform, name] = parted

    @rule(place=places, category=st.sampled_from(list(LADDERS)), on=st.booleans())
    def switch(self, place: str, category: str, on: bool) -> None:
        """A place switches a class on or off."""
        moderator = Moderator(place.partition(":")[0], "9", place)
        word = "on" if on else "off"
        self._run(self.acts.change(moderator, f"class-{category}", word))
        self.model.off.discard((place, category))
        if not on:
            self.model.off.add((place, category))

    # --- what always holds ----------------------------------------------------------------------

    @invariant()
    def record_is_the_models(self) -> None:
        """Every account has the cases and the block that the model says."""
        for (platform, account), person in self.model.person_of.items():
            status = self._run(self.engine.status(platform, account))
            cases = [
                (row.place, row.case_number, row.category, row.step, row.begins_at, row.is_void)
                for row in reversed(status.sanctions)
            ]
            assert cases == [
                (c.place, c.number, c.category, c.step, c.begins, c.is_void)
                for c in self.model.cases_of[person]
            ]
            until = status.block.until if status.block else None
            assert until == self.model.blocked_until(person, self.now)

    @invariant()
    def numbers_have_no_gaps(self) -> None:
        """In each place the cases are numbered from one."""

        async def numbers(place: str) -> list[int]:
            async with self.database.read() as connection:
                return [row.case_number for row in await sanctions.of_place(connection, place)]

        for place in PLACES:
            found = self._run(numbers(place))
            assert found == list(range(1, len(found) + 1))


TestSanctionMachine = SanctionMachine.TestCase
TestSanctionMachine.settings = settings(
    max_examples=100,
    stateful_step_count=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
