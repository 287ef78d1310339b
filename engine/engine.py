"""One message, few hops: inbox, gate, judge, recall, reply, sanction, afterwards.

The order of effects is what makes a crash harmless. A message is written down before anything else;
a sanction is a row before anybody is told; a message counts as answered only after the reply is
out. What a crash leaves undone is found again by `recover`.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from engine.errors import DeadlineExceeded, DeliveryFailed, Overloaded
from engine.notices import Busy, Failed, MissedWhileAway, Notice
from engine.sanctions import active_block
from engine.speaker import Speaker
from engine.turn import Turn
from engine.turn_order import TurnOrder
from engine.types import EDIT_SIGN, StatusReport, TurnReport, Utterance
from engine.unicode import valid
from storage import excerpts, forgetting, inbox, memories, persons, sanctions
from storage.records import Forgotten, InboxState, SanctionEventKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from datetime import datetime, tzinfo

    from engine.models import Models
    from engine.policy import Policy
    from engine.via import Via
    from storage.database import Database
    from storage.records import InboxMessage

    ViaTo = Callable[[InboxMessage], Awaitable[Via | None]]

log = structlog.get_logger()


class Engine:
    """What happens to a message, from any platform."""

    def __init__(
        self,
        database: Database,
        models: Models,
        policy: Policy,
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        zone: tzinfo,
    ) -> None:
        """Put the parts together.

        Args:
            database: open and migrated.
            models: loaded; the caller stops them.
            policy: limits and thresholds.
            clock: the wall clock, aware UTC.
            monotonic: seconds that never step back, for durations.
            zone: where her day begins and ends.
        """
        self.database = database
        self.models = models
        self.policy = policy
        self.clock = clock
        self.monotonic = monotonic
        self.zone = zone
        self.speaker = Speaker(models, policy.max_tries)
        self.order = TurnOrder()
        self._num_in_flight = 0
        self._is_stopping = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def respond(self, utterance: Utterance, via: Via) -> TurnReport | None:
        """One whole turn, until her afterthoughts are written.

        None when this message was seen before, or came while she is stopping: then it is written
        down and answered after the next start.
        """
        started = self.monotonic()
        with self._in_flight():
            message = await self._accept(utterance)
            via.accepted()
            if message is None or self._is_stopping:
                return None
            return await self._answer(message, via, started)

    async def review(
        self, utterance: Utterance, edited_at: datetime, via: Via
    ) -> TurnReport | None:
        """Judge a message again after an edit; it was answered already, so nothing else is said.

        None where there is nothing to judge: the message was not said to her, or reads as before.
        """
        async with self.database.read() as connection:
            first = await inbox.find(connection, utterance.platform, utterance.message_id)
        if first is None or first.text == valid(utterance.text) or self._is_stopping:
            return None
        with self._in_flight():
            message = await self._accept(utterance.edited(edited_at))
            via.accepted()
            if message is None:
                return None
            async with self.order.turn(message.person_id):
                return await Turn(self, message, via, self.monotonic()).review()

    async def left_over(self) -> list[InboxMessage]:
        """What was accepted before the last stop and not answered. Ask before any platform runs."""
        now = self.clock()
        async with self.database.read() as connection:
            waiting = await inbox.unsettled(connection)
            due = await sanctions.due(connection, now)
        async with self.database.write() as tx:
            ids = [row.sanction_id for row in due]
            await sanctions.mark(tx, ids, SanctionEventKind.EXPIRED, now)
            await excerpts.expire(tx, now)
        return waiting

    async def recover(self, messages: Sequence[InboxMessage], via_to: ViaTo) -> None:
        """Take up what was left over.

        Fresh messages are answered. Old ones are closed with one apology per chat, and never
        sanctioned.
        """
        now = self.clock()
        said = [m for m in messages if EDIT_SIGN not in m.message_id]
        for edit in (m for m in messages if EDIT_SIGN in m.message_id):
            await self._settle(edit, InboxState.EXPIRED)  # it is no news any more
        fresh = [m for m in said if now - m.sent_at <= self.policy.answer_within]
        stale = [m for m in said if now - m.sent_at > self.policy.answer_within]
        log.info("engine.recover", num_fresh=len(fresh), num_stale=len(stale))
        async with asyncio.TaskGroup() as group:
            for message in fresh:
                group.create_task(self._take_up(message, via_to))
            for chat in _by_chat(stale):
                group.create_task(self._apologise(chat, via_to))

    async def status(self, platform: str, account_id: str) -> StatusReport:
        """What stands against a person, and what she remembers of them."""
        async with self.database.read() as connection:
            person = await persons.find(connection, platform, account_id)
            if person is None:
                return StatusReport(None, (), ())
            record = await sanctions.record(connection, person.person_id)
            remembered = await memories.of(connection, person.person_id)
        block = active_block(record, self.clock())
        return StatusReport(block, tuple(reversed(record)), tuple(remembered))

    async def forget(self, platform: str, account_id: str) -> Forgotten:
        """Delete all that she remembers of a person, and say how much that was. Sanctions stay."""
        async with self.database.read() as connection:
            person = await persons.find(connection, platform, account_id)
        if person is None:
            return Forgotten(0, 0, 0, 0)
        # after the running turn, or it would write anew what was forgotten
        async with self.order.turn(person.person_id):
            async with self.database.write() as tx:
                receipt = await forgetting.forget(tx, person.person_id)
            await self.models.forget()
        return receipt

    async def drain(self, timeout_s: float) -> bool:
        """Answer no more, and wait for the turns in flight; False if some outlast the timeout."""
        self._is_stopping = True
        try:
            async with asyncio.timeout(timeout_s):
                await self._idle.wait()
        except TimeoutError:
            log.warning("engine.drain_timeout", num_in_flight=self._num_in_flight)
            return False
        return True

    async def _accept(self, utterance: Utterance) -> InboxMessage | None:
        now = self.clock()
        async with self.database.write() as tx:
            person = await persons.identify(
                tx,
                utterance.platform,
                utterance.account_id,
                valid(utterance.author_name),
                utterance.language,
                now,
            )
            return await inbox.accept(
                tx,
                person_id=person.person_id,
                platform=utterance.platform,
                message_id=utterance.message_id,
                chat_id=utterance.chat_id,
                place=utterance.place,
                text=valid(utterance.text),
                language=utterance.language,
                sent_at=utterance.sent_at,
                received_at=now,
            )

    async def _answer(self, message: InboxMessage, via: Via, started: float) -> TurnReport:
        if self.order.num_turns(message.person_id) >= self.policy.max_turns_per_person:
            return await self._refuse(message, via, Busy(), InboxState.REFUSED)
        async with self.order.turn(message.person_id):
            try:
                message = await self._as_it_is(message)
                return await Turn(self, message, via, started).run()
            except (Overloaded, DeadlineExceeded):
                return await self._refuse(message, via, Busy(), InboxState.REFUSED)
            except DeliveryFailed as error:
                log.warning("turn.undeliverable", inbox_id=message.inbox_id, reason=error.reason)
                return await self._settle(message, InboxState.FAILED)
            except Exception:  # the one boundary of a turn: whatever broke, the person is told
                log.exception("turn.failed", inbox_id=message.inbox_id)
                return await self._refuse(message, via, Failed(), InboxState.FAILED)

    async def _as_it_is(self, message: InboxMessage) -> InboxMessage:
        """The message, which may have become another person's by a link while it waited."""
        async with self.database.read() as connection:
            found = await inbox.find(connection, message.platform, message.message_id)
        return found or message

    async def _refuse(
        self, message: InboxMessage, via: Via, notice: Notice, state: InboxState
    ) -> TurnReport:
        try:
            await via.notice(notice)
        except DeliveryFailed as error:
            log.warning("notice.undeliverable", inbox_id=message.inbox_id, reason=error.reason)
        return await self._settle(message, state)

    async def _settle(self, message: InboxMessage, state: InboxState) -> TurnReport:
        async with self.database.write() as tx:
            await inbox.settle(tx, message.inbox_id, state, self.clock())
        return TurnReport(message, state)

    async def _take_up(self, message: InboxMessage, via_to: ViaTo) -> None:
        with self._in_flight():
            via = await via_to(message)
            if via is None:
                await self._settle(message, InboxState.EXPIRED)
            else:
                await self._answer(message, via, self.monotonic())

    async def _apologise(self, chat: list[InboxMessage], via_to: ViaTo) -> None:
        via = await via_to(chat[-1])
        for message in chat:
            await self._settle(message, InboxState.EXPIRED)
        if via is not None:
            await self._refuse(chat[-1], via, MissedWhileAway(len(chat)), InboxState.EXPIRED)

    @contextmanager
    def _in_flight(self) -> Iterator[None]:
        self._num_in_flight += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._num_in_flight -= 1
            if not self._num_in_flight:
                self._idle.set()


def _by_chat(messages: list[InboxMessage]) -> list[list[InboxMessage]]:
    chats: dict[tuple[str, str], list[InboxMessage]] = {}
    for message in messages:
        chats.setdefault((message.platform, message.chat_id), []).append(message)
    return list(chats.values())
