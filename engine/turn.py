"""One person's one message, from the gate to her afterthoughts."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from engine import recall
from engine.afterwards import Afterthoughts, reflect
from engine.errors import DeadlineExceeded, DeliveryFailed, InferenceError
from engine.judge import judge
from engine.notices import Blocked, Cautioned, NoAnswer, Notice, TooLong, Warned
from engine.prompt import Given
from engine.sanctions import active_block, counted, is_running, is_told
from engine.sentencing import rules_of, sentence
from engine.time_mark import Moment, needs_time
from engine.types import Seconds, TurnReport
from storage import inbox, memories, sanctions, summaries, turns
from storage.records import InboxState, SanctionEventKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

    from engine.engine import Engine
    from engine.ethics import Verdict
    from engine.rules import Rules
    from engine.speaker import Spoken
    from engine.via import Via
    from storage.records import InboxMessage, Memory, SanctionRow
    from storage.records import Turn as TurnRow

_TURNS_NOT_REPEATED = 5
_FAR_TOO_LONG_CHARS = 2_000  # not even worth counting its tokens
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Recalled:
    """What goes before the message, a memory or the last turn's summary; and what she said."""

    memory: Memory | None
    summary: str | None
    said: Collection[str]


class Turn:
    """The steps of one turn, in order. The engine's parts are shared; the message is its own."""

    def __init__(self, engine: Engine, message: InboxMessage, via: Via, started: float) -> None:
        self._engine = engine
        self._message = message
        self._via = via
        self._started = started
        self._marks: dict[str, float] = {}

    async def run(self) -> TurnReport:
        """All steps; what the models or the platform raise goes through."""
        self._mark("turn")
        record = await self._record()
        earlier = [row for row in record if row.inbox_id != self._message.inbox_id]
        if block := active_block(earlier, self._engine.clock(), self._message.place):
            return await self._stay_silent(earlier, Blocked(block.categories, block.until))
        if notice := self._unreadable():
            return await self._refuse(notice)
        lately = await self._lately()
        rules = await self._rules()
        verdict = await self._judge(lately, rules)
        told_before = [row for row in record if row.inbox_id == self._message.inbox_id]
        rows = told_before or await self._sanction(verdict, rules)
        self._mark("judged")
        recalled = await self._recall(lately)
        self._mark("recalled")
        input_text, spoken = await self._speak(recalled)
        self._mark("replied")
        # what could not be told before is told now, else it could never count
        await self._tell([*counted(earlier, self._message.place, is_shadow=False), *rows])
        turn_id = await self._write_turn(verdict, spoken)
        thoughts = await self._reflect(input_text, spoken, verdict)
        written = await self._write_afterthoughts(turn_id, thoughts)
        self._mark("end")
        return TurnReport(
            message=self._message,
            outcome=InboxState.ANSWERED,
            verdict=verdict,
            sanctions=tuple(row for row in rows if not row.is_shadow),
            reply=spoken.reply,
            memory_used=recalled.memory,
            memory_written=written,
            summary=thoughts.summary,
            expression=thoughts.expression,
            seconds=self._seconds(spoken),
        )

    async def review(self) -> TurnReport:
        """Judge an edited message: sanctioned and told like any other, but not answered."""
        record = await self._record()
        if active_block(record, self._engine.clock(), self._message.place):
            return await self._settle(InboxState.SILENCED)
        rules = await self._rules()
        verdict = await self._judge((), rules)
        rows = await self._sanction(verdict, rules)
        try:
            await self._tell(rows)
        except DeliveryFailed as error:  # told at the next message
            log.warning("review.untold", inbox_id=self._message.inbox_id, reason=error.reason)
        report = await self._settle(InboxState.REVIEWED)
        in_force = tuple(row for row in rows if not row.is_shadow)
        return replace(report, verdict=verdict, sanctions=in_force)

    # --- gate ---------------------------------------------------------------------------------

    async def _record(self) -> list[SanctionRow]:
        async with self._engine.database.read() as connection:
            return await sanctions.record(connection, self._message.person_id)

    async def _stay_silent(self, record: Sequence[SanctionRow], notice: Notice) -> TurnReport:
        now = self._engine.clock()
        untold = [row for row in record if is_running(row, now) and not is_told(row)]
        if untold:  # the notice of the block never arrived
            await self._via.notice(notice)
            await self._mark_told(untold)
        return await self._settle(InboxState.SILENCED)

    def _unreadable(self) -> Notice | None:
        limit, text = self._engine.models.profile.max_message_tokens, self._message.text
        if not text.strip():
            return NoAnswer()
        if len(text) > _FAR_TOO_LONG_CHARS:
            return TooLong(len(text), limit)
        num_tokens = self._engine.models.num_tokens(text)
        return TooLong(num_tokens, limit) if num_tokens > limit else None

    async def _refuse(self, notice: Notice) -> TurnReport:
        await self._via.notice(notice)
        return await self._settle(InboxState.REFUSED)

    async def _settle(self, state: InboxState) -> TurnReport:
        async with self._engine.database.write() as tx:
            await inbox.settle(tx, self._message.inbox_id, state, self._engine.clock())
        return TurnReport(self._message, state)

    # --- judge and sanction -------------------------------------------------------------------

    async def _lately(self) -> list[TurnRow]:
        async with self._engine.database.read() as connection:
            return await turns.recent(connection, self._message.person_id, _TURNS_NOT_REPEATED)

    async def _rules(self) -> Rules:
        async with self._engine.database.read() as connection:
            return await rules_of(connection, self._engine.policy.rules, self._message.place)

    async def _judge(self, lately: Sequence[TurnRow], rules: Rules) -> Verdict | None:
        """The verdict; none when the encoder failed, which sanctions nobody."""
        try:
            (verdict,) = await judge(
                self._engine.models,
                [self._message.text],
                rules.thresholds(self._engine.policy.thresholds),
                before=self._said_before(lately),
            )
        except InferenceError as error:
            log.warning("judge.failed", reason=type(error).__name__)
            return None
        return verdict

    def _said_before(self, lately: Sequence[TurnRow]) -> str:
        """What the person said last, if it was just now."""
        earliest = self._engine.clock() - self._engine.policy.context_within
        return lately[-1].text if lately and lately[-1].created_at >= earliest else ""

    async def _sanction(self, verdict: Verdict | None, rules: Rules) -> Sequence[SanctionRow]:
        now = self._engine.clock()
        is_fresh = now - self._message.sent_at <= self._engine.policy.sanction_within
        if verdict is None or not verdict.decision or not is_fresh:
            return ()
        async with self._engine.database.write() as tx:
            return (await sentence(tx, self._message, verdict, rules, now)).rows

    async def _tell(self, rows: Sequence[SanctionRow]) -> None:
        untold = [row for row in rows if not row.is_shadow and not is_told(row)]
        if not untold:
            return
        categories = tuple(dict.fromkeys(row.category for row in untold))
        if block := active_block(untold, self._engine.clock()):
            await self._via.notice(Blocked(categories, block.until))
        elif any(row.is_pending for row in untold):
            await self._via.notice(Cautioned(categories))
        else:
            await self._via.notice(Warned(categories))
        await self._mark_told(untold)

    async def _mark_told(self, rows: Sequence[SanctionRow]) -> None:
        now = self._engine.clock()
        async with self._engine.database.write() as tx:
            for row in rows:
                kind = SanctionEventKind.CAUTIONED if row.is_pending else SanctionEventKind.NOTICED
                await sanctions.mark(tx, [row.sanction_id], kind, now)

    # --- recall and reply ---------------------------------------------------------------------

    async def _recall(self, lately: Sequence[TurnRow]) -> _Recalled:
        person_id = self._message.person_id
        async with self._engine.database.read() as connection:
            stored = await memories.of(connection, person_id)
            summary = await summaries.latest(connection, person_id)
        texts = [memory.text for memory in stored] + ([summary] if summary else [])
        fits = await self._engine.models.fits(self._message.text, texts)
        policy, scores = self._engine.policy, fits[: len(stored)]
        memory = recall.choose(stored, scores, policy.recall_threshold)
        if memory or (summary and not recall.follows_up(fits[-1], policy.summary_threshold)):
            summary = None
        said = frozenset(turn.reply for turn in lately)
        return _Recalled(memory, summary, said)

    async def _speak(self, recalled: _Recalled) -> tuple[str, Spoken]:
        moment = Moment.of(self._engine.clock().astimezone(self._engine.zone))
        given = Given(
            self._message.text,
            time_mark=moment.text if needs_time(self._message.text) else None,
            memory=recalled.memory.text if recalled.memory else None,
            summary=recalled.summary,
        )
        async with self._deadline(), self._via.typing():
            spoken = await self._engine.speaker.speak(
                given,
                owner=str(self._message.person_id),
                seed=self._message.inbox_id,
                moment=moment,
                said=recalled.said,
            )
        if spoken.reply.text:
            await self._via.reply(spoken.reply.text)
        else:
            await self._via.notice(NoAnswer())
        return given.text, spoken

    @asynccontextmanager
    async def _deadline(self) -> AsyncIterator[None]:
        timeout_s = self._engine.policy.reply_timeout_s
        try:
            async with asyncio.timeout(timeout_s):
                yield
        except TimeoutError as error:
            raise DeadlineExceeded(f"No reply within {timeout_s} s") from error

    async def _write_turn(self, verdict: Verdict | None, spoken: Spoken) -> int:
        now = self._engine.clock()
        async with self._engine.database.write() as tx:
            turn_id = await turns.append(
                tx,
                person_id=self._message.person_id,
                inbox_id=self._message.inbox_id,
                text=self._message.text,
                reply=spoken.reply.text,
                verdict=verdict.explanation() if verdict else {},
                created_at=now,
            )
            await inbox.settle(tx, self._message.inbox_id, InboxState.ANSWERED, now)
        return turn_id

    # --- afterwards ---------------------------------------------------------------------------

    async def _reflect(
        self, input_text: str, spoken: Spoken, verdict: Verdict | None
    ) -> Afterthoughts:
        if not spoken.reply.text:
            return Afterthoughts(None, None, None)
        thoughts = await reflect(
            self._engine.models,
            message=self._message.text,
            input_text=input_text,
            reply=spoken.reply.text,
            owner=str(self._message.person_id),
            seed=self._message.inbox_id,
        )
        if verdict and verdict.decision:  # nothing is learnt from what is sanctioned
            return Afterthoughts(None, thoughts.summary, thoughts.expression)
        return thoughts

    async def _write_afterthoughts(self, turn_id: int, thoughts: Afterthoughts) -> Memory | None:
        now, person_id = self._engine.clock(), self._message.person_id
        expression = thoughts.expression.text if thoughts.expression else None
        async with self._engine.database.write() as tx:
            await turns.complete(tx, turn_id, summary=thoughts.summary, expression=expression)
            if thoughts.summary:
                await summaries.put(tx, person_id, thoughts.summary, now)
            if thoughts.note:
                note = thoughts.note
                return await memories.remember(tx, person_id, note.key, note.value, now)
        return None

    # --- times --------------------------------------------------------------------------------

    def _mark(self, name: str) -> None:
        self._marks[name] = self._engine.monotonic()

    def _seconds(self, spoken: Spoken) -> Seconds:
        marks = self._marks
        return Seconds(
            queue=marks["turn"] - self._started + spoken.queue_s,
            judge=marks["judged"] - marks["turn"],
            recall=marks["recalled"] - marks["judged"],
            first_text=marks["recalled"] - self._started + spoken.first_text_s,
            reply=marks["replied"] - self._started,
            all=marks["end"] - self._started,
        )
