"""The moderators' log of a place: which cases still need a card, and where the cards are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from engine.moderation.views import shown
from engine.sentencing import options_of
from storage import cards, sanctions
from storage.records import Card

if TYPE_CHECKING:
    from engine.engine import Engine
    from engine.moderation.views import CaseView

MOD_LOG: Final = "mod-log"  # the option that names the channel
_SINCE: Final = timedelta(days=1)  # older cases are history, not news


@dataclass(frozen=True, slots=True)
class DueCards:
    """The cases of one place that its log channel does not show yet."""

    chat_id: str
    cases: tuple[CaseView, ...]


class ModLog:
    """What was not sent, after a crash say, is still due the next time somebody asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def due(self, place: str) -> DueCards | None:
        """The cards to be sent in a place; None if it has no log or nothing is due."""
        since = self._engine.clock() - _SINCE
        async with self._engine.database.read() as connection:
            chat_id = (await options_of(connection, place)).get(MOD_LOG)
            if chat_id is None:
                return None
            rows = await sanctions.without_card(connection, place, since)
            cases = await shown(connection, rows, place)
        return DueCards(chat_id, tuple(cases)) if cases else None

    async def channel(self, place: str) -> str | None:
        """The channel of a place's log, if it has one."""
        async with self._engine.database.read() as connection:
            return (await options_of(connection, place)).get(MOD_LOG)

    async def sent(self, case: CaseView, chat_id: str, message_id: str) -> None:
        """A card is out."""
        async with self._engine.database.write() as tx:
            await cards.put(tx, Card(case.row.sanction_id, chat_id, message_id))

    async def card(self, place: str, number: int) -> tuple[Card, CaseView] | None:
        """The card of a case with the case as it stands now; None if there is none."""
        async with self._engine.database.read() as connection:
            row = await sanctions.case(connection, place, number)
            card = await cards.of(connection, row.sanction_id) if row else None
            if row is None or card is None:
                return None
            return card, (await shown(connection, [row], place))[0]
