"""`ohlora ask`: whole turns through the real engine, one JSON object a line."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from bot.collecting_via import CollectingVia
from engine.types import Utterance
from engine.unicode import valid
from storage.records import SanctionKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from engine.engine import Engine
    from engine.ethics import Verdict
    from engine.expression import Expression
    from engine.types import TurnReport
    from storage.records import SanctionRow

PLATFORM = "terminal"


async def ask(engine: Engine, person: str, texts: Iterable[str]) -> AsyncIterator[dict[str, Any]]:
    """One person says all texts, one after the other."""
    person = valid(person)
    for text in texts:
        via = CollectingVia()
        utterance = Utterance(
            platform=PLATFORM,
            message_id=uuid4().hex,
            chat_id=f"ask:{person}",
            account_id=person,
            author_name=person,
            text=text,
            sent_at=engine.clock(),
        )
        report = await engine.respond(utterance, via)
        if report is not None:  # a fresh id is never seen before
            yield as_json(text, report, via)


def as_json(text: str, report: TurnReport, via: CollectingVia) -> dict[str, Any]:
    """A turn as scripts see it. `notice` names what the system told beside her reply."""
    return {
        "text": text,
        "reply": "\n".join(via.replies),
        "outcome": report.outcome.value,
        "notice": [type(notice).__name__ for notice in via.notices],
        "verdict": verdict_json(report.verdict) if report.verdict else None,
        "sanction": _sanction_json(report.sanctions),
        "memory_used": report.memory_used.text if report.memory_used else None,
        "memory_written": report.memory_written.text if report.memory_written else None,
        "summary": report.summary,
        "expression": _expression_json(report.expression),
        "seconds": {k: round(v, 4) for k, v in asdict(report.seconds).items()}
        if report.seconds
        else None,
        "tries": report.reply.tries if report.reply else 0,
    }


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Scores and decision."""
    return {
        "scores": {name: round(score, 4) for name, score in verdict.scores.items()},
        "decision": [category.value for category in verdict.decision],
    }


def _sanction_json(rows: Sequence[SanctionRow]) -> dict[str, Any] | None:
    if not rows:
        return None
    is_pending = any(row.is_pending for row in rows)
    is_block = any(row.kind is SanctionKind.BLOCK for row in rows)
    return {
        "kind": (SanctionKind.BLOCK if is_block else SanctionKind.WARNING).value,
        "categories": [row.category for row in rows],
        "steps": [row.step for row in rows],
        "pending": is_pending,  # waits for a second message or a moderator
        "until": max(row.until for row in rows).isoformat()
        if is_block and not is_pending
        else None,
    }


def _expression_json(expression: Expression | None) -> dict[str, Any] | None:
    if expression is None:
        return None
    return {
        name: {"word": feature.word, "score": round(feature.score, 3)}
        for name, feature in (
            ("eyes", expression.eyes),
            ("mouth", expression.mouth),
            ("pose", expression.pose),
        )
    }
