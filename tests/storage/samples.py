"""Rows that many tests need and none cares about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage import inbox, persons
from storage.records import EVERYWHERE, RULES, CaseFile, NewSanction, SanctionKind

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.records import InboxMessage, Person

NOW = datetime(2026, 5, 1, 12, 30, 15, 250_000, tzinfo=UTC)
DAY = timedelta(days=1)
PLACE = "discord:7"
VERDICT = {"insult": 0.93, "harmless": 0.07}


async def add_person(tx: AsyncConnection, account_id: str = "1") -> Person:
    return await persons.identify(tx, "discord", account_id, "민지", "ko", NOW)


async def add_message(
    tx: AsyncConnection, person: Person, message_id: str = "m1", text: str = "안녕 로라야"
) -> InboxMessage:
    message = await inbox.accept(
        tx,
        person_id=person.person_id,
        platform="discord",
        message_id=message_id,
        chat_id="c1",
        place=PLACE,
        text=text,
        language="ko",
        sent_at=NOW,
        received_at=NOW,
    )
    assert message is not None
    return message


def new_block(category: str = "insult", days: int = 1, step: int = 2) -> NewSanction:
    return NewSanction(category, SanctionKind.BLOCK, step, NOW, NOW + days * DAY, "rules-1")


def new_warning(category: str = "insult") -> NewSanction:
    return NewSanction(category, SanctionKind.WARNING, 1, NOW, NOW, "rules-1")


def case_of(message: InboxMessage, place: str = PLACE) -> CaseFile:
    return CaseFile(
        person_id=message.person_id,
        inbox_id=message.inbox_id,
        place=place,
        scope=EVERYWHERE,
        actor=RULES,
        verdict=VERDICT,
        excerpt=message.text,
        excerpt_kept=90 * DAY,
    )
