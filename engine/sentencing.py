"""From a verdict to rows: the person's record, the rules of the place, and one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog

from engine.sanctions import HeldBack, counted, decide
from storage import audit, excerpts, sanctions, settings
from storage.records import RULES, AuditEntry, CaseFile, SanctionEventKind, SanctionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from engine.ethics import Verdict
    from engine.rules import Rules
    from storage.records import InboxMessage

RULES_SETTING: Final = "rules"
OPTIONS_SETTING: Final = "options"
BREAKER: Final = "breaker"  # the audit's word for a place where sanctions were stopped
_HOUR: Final = timedelta(hours=1)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a verdict led to."""

    rows: tuple[SanctionRow, ...] = ()  # new ones, and earlier ones that it put into force
    held_back: HeldBack | None = None


async def rules_of(connection: AsyncConnection, usual: Rules, place: str) -> Rules:
    """The rules of a place: the operator's, with the settings its moderators changed."""
    changed = await settings.get(connection, place, RULES_SETTING)
    if not isinstance(changed, dict):
        return usual
    return usual.of_place({str(name): str(value) for name, value in changed.items()})


async def options_of(connection: AsyncConnection, place: str) -> dict[str, str]:
    """What a place has beside its rules: the role of its moderators, the channel of its log."""
    options = await settings.get(connection, place, OPTIONS_SETTING)
    return {str(k): str(v) for k, v in options.items()} if isinstance(options, dict) else {}


async def sentence(
    tx: AsyncConnection, message: InboxMessage, verdict: Verdict, rules: Rules, now: datetime
) -> Sentence:
    """Decide on the record as it is in this transaction, and write it down."""
    await excerpts.expire(tx, now)
    record = await sanctions.record(tx, message.person_id)
    num_lately = await sanctions.num_by_rules(tx, message.place, now - _HOUR)
    decision = decide(
        verdict.decision,
        counted(record, message.place, is_shadow=rules.is_shadow),
        rules,
        now,
        num_lately,
    )
    if decision.held_back is HeldBack.TOO_MANY:
        await _note_breaker(tx, message.place, num_lately, now)
    case = CaseFile(
        person_id=message.person_id,
        inbox_id=message.inbox_id,
        place=message.place,
        scope=rules.scope(message.place),
        actor=RULES,
        verdict=verdict.explanation(),
        excerpt=message.text,
        excerpt_kept=rules.excerpt_kept,
        is_shadow=rules.is_shadow,
    )
    new = await sanctions.append(tx, case, decision.sanctions, now)
    confirmed = [row.sanction_id for row in decision.confirmed]
    await sanctions.mark(
        tx,
        confirmed,
        SanctionEventKind.ACTIVATED,
        now,
        reason=f"message {message.inbox_id}",
    )
    log.info(
        "sentence.written",
        inbox_id=message.inbox_id,
        num_rows=len(new),
        num_confirmed=len(confirmed),
        held_back=decision.held_back,
    )
    in_force = [
        r for r in await sanctions.record(tx, message.person_id) if r.sanction_id in confirmed
    ]
    return Sentence((*in_force, *new), decision.held_back)


async def _note_breaker(tx: AsyncConnection, place: str, num_lately: int, now: datetime) -> None:
    if await audit.happened(tx, place, BREAKER, now - _HOUR):
        return
    log.warning("sanctions.stopped", place=place, num_within_the_hour=num_lately)
    entry = AuditEntry(now, place, RULES, BREAKER, details={"num_within_the_hour": num_lately})
    await audit.append(tx, entry)
