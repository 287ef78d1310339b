"""`ohlora replay`: recorded messages judged anew, under other rules or another model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.ethics import Category
from engine.judge import judge
from engine.replay import Recorded, compare
from storage import sanctions, turns

if TYPE_CHECKING:
    from datetime import datetime

    from engine.models import Models
    from engine.rules import Rules
    from storage.database import Database
    from storage.records import Turn

_BATCH = 64


async def replay(
    database: Database, models: Models, rules: Rules, since: datetime
) -> dict[str, Any]:
    """What would change since then, class by class. Nothing is written.

    Raises:
        InferenceError: the judge did not answer.
    """
    async with database.read() as connection:
        said = await turns.since(connection, since)
        given = await sanctions.by_rules(connection, since)
    thresholds = rules.thresholds(models.profile.thresholds)
    messages: list[Recorded] = []
    for batch in _batches(said):
        verdicts = await judge(models, [turn.text for _, turn in batch], thresholds)
        for (place, turn), verdict in zip(batch, verdicts, strict=True):
            then = tuple(map(Category, turn.verdict.get("decision", ())))
            now = tuple(c for c in verdict.decision if c not in rules.off)
            messages.append(Recorded(turn.person_id, place, turn.created_at, then, now))
    return compare(messages, given, rules).as_json()


def _batches(said: list[tuple[str, Turn]]) -> list[list[tuple[str, Turn]]]:
    return [said[start : start + _BATCH] for start in range(0, len(said), _BATCH)]
