"""What moderators see: cases with their words, a person's history, what waits, the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.errors import NoSuchCase
from engine.judge import judge
from engine.places import platform_of
from engine.sanctions import Decision, counted, decide
from engine.sentencing import options_of, rules_of
from storage import appeals, audit, excerpts, persons, sanctions
from storage.records import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from engine.engine import Engine
    from engine.ethics import Verdict
    from engine.moderation.people import Moderator, Target
    from engine.rules import Rules
    from storage.records import Appeal, AuditEntry, Identity, SanctionRow


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case with its words, as long as they are kept, and the accounts of its person."""

    row: SanctionRow
    excerpt: str | None
    accounts: tuple[Identity, ...]
    appeal: Appeal | None = None  # the newest one


@dataclass(frozen=True, slots=True)
class History:
    """All that a place knows of one person."""

    cases: tuple[CaseView, ...]  # of this place and those that reach it, oldest first
    acts: tuple[AuditEntry, ...]  # what its moderators did and noted


@dataclass(frozen=True, slots=True)
class Trial:
    """What a text would lead to, without leading to it."""

    verdict: Verdict
    decision: Decision
    rules: Rules


class Views:
    """Everything here reads only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def case(self, moderator: Moderator, number: int) -> CaseView:
        """One case.

        Raises:
            NoSuchCase: there is none of this number here.
        """
        async with self._engine.database.read() as connection:
            row = await sanctions.case(connection, moderator.place, number)
            if row is None:
                raise NoSuchCase(number)
            return (await shown(connection, [row], moderator.place))[0]

    async def queue(self, moderator: Moderator) -> list[CaseView]:
        """The cases of this place that wait for a moderator, oldest first."""
        async with self._engine.database.read() as connection:
            rows = await sanctions.pending(connection, moderator.place)
            return await shown(
                connection, [row for row in rows if not row.is_shadow], moderator.place
            )

    async def history(self, moderator: Moderator, target: Target) -> History:
        """What this place knows of a person."""
        async with self._engine.database.read() as connection:
            person = await persons.find(connection, target.platform, target.account_id)
            if person is None:
                return History((), ())
            record = await sanctions.record(connection, person.person_id)
            here = [r for r in record if r.place == moderator.place or r.scope == EVERYWHERE]
            cases = await shown(connection, here, moderator.place)
            acts = await audit.of_place(connection, moderator.place, person_id=person.person_id)
        return History(tuple(cases), tuple(acts))

    async def rules(self, moderator: Moderator) -> Rules:
        """The rules of this place as they are now."""
        async with self._engine.database.read() as connection:
            return await rules_of(connection, self._engine.policy.rules, moderator.place)

    async def options(self, moderator: Moderator) -> dict[str, str]:
        """What this place has beside its rules."""
        async with self._engine.database.read() as connection:
            return await options_of(connection, moderator.place)

    async def recent(self, moderator: Moderator, limit: int) -> list[SanctionRow]:
        """The last cases of this place, newest first."""
        async with self._engine.database.read() as connection:
            return (await sanctions.of_place(connection, moderator.place))[: -limit - 1 : -1]

    async def trial(self, moderator: Moderator, text: str, target: Target | None) -> Trial:
        """Judge a text as if the person had said it here now.

        Raises:
            InferenceError: the judge did not answer.
        """
        rules = await self.rules(moderator)
        (verdict,) = await judge(
            self._engine.models, [text], rules.thresholds(self._engine.policy.thresholds)
        )
        record: Sequence[SanctionRow] = ()
        if target is not None:
            async with self._engine.database.read() as connection:
                person = await persons.find(connection, target.platform, target.account_id)
                if person is not None:
                    record = await sanctions.record(connection, person.person_id)
        standing = counted(record, moderator.place, is_shadow=rules.is_shadow)
        decision = decide(verdict.decision, standing, rules, self._engine.clock())
        return Trial(verdict, decision, rules)

    async def export(self, moderator: Moderator) -> dict[str, Any]:
        """All cases and acts of this place, ready for JSON."""
        async with self._engine.database.read() as connection:
            cases = await shown(
                connection,
                await sanctions.of_place(connection, moderator.place),
                moderator.place,
            )
            acts = await audit.of_place(connection, moderator.place)
        return {
            "place": moderator.place,
            "exported_at": self._engine.clock().isoformat(),
            "cases": [_case_json(case) for case in cases],
            "acts": [_act_json(act) for act in acts],
        }


async def shown(
    connection: AsyncConnection, rows: Sequence[SanctionRow], place: str
) -> list[CaseView]:
    """The cases as the moderators of a place may see them.

    Words and appeals stay where they were said; of a person's accounts only those of this platform
    are shown, since a link is nobody's business but his own.
    """
    here = [row.sanction_id for row in rows if row.place == place]
    words = await excerpts.of(connection, here)
    said_against = await appeals.last_of(connection, here)
    platform = platform_of(place)
    accounts = {
        person: tuple(
            one for one in await persons.accounts(connection, person) if one.platform == platform
        )
        for person in {row.person_id for row in rows}
    }
    return [
        CaseView(
            row,
            words.get(row.sanction_id),
            accounts[row.person_id],
            said_against.get(row.sanction_id),
        )
        for row in rows
    ]


def _case_json(case: CaseView) -> dict[str, Any]:
    row = case.row
    return {
        "case": row.case_number,
        "accounts": [f"{one.platform}:{one.account_id}" for one in case.accounts],
        "category": row.category,
        "kind": row.kind.value,
        "step": row.step,
        "scope": row.scope,
        "actor": row.actor,
        "reason": row.reason,
        "is_shadow": row.is_shadow,
        "from": row.begins_at.isoformat(),
        "until": row.until.isoformat(),
        "rule_version": row.rule_version,
        "verdict": row.verdict,
        "excerpt": case.excerpt,
        "appeal": _appeal_json(case.appeal) if case.appeal else None,
        "created_at": row.created_at.isoformat(),
        "events": [
            {"kind": kind.value, "at": event.at.isoformat(), "actor": event.actor,
             "reason": event.reason}
            for kind, event in row.events.items()
        ],
    }  # fmt: skip


def _appeal_json(appeal: Appeal) -> dict[str, Any]:
    return {
        "text": appeal.text,
        "created_at": appeal.created_at.isoformat(),
        "decided_at": appeal.decided_at.isoformat() if appeal.decided_at else None,
        "is_granted": appeal.is_granted,
        "actor": appeal.actor,
        "answer": appeal.answer,
    }


def _act_json(act: AuditEntry) -> dict[str, Any]:
    return {
        "at": act.at.isoformat(),
        "actor": act.actor,
        "action": act.action,
        "reason": act.reason,
        "details": dict(act.details),
    }
