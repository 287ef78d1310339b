"""The moderator commands themselves: what is done, and the text that answers it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from engine.durations import parse_duration
from engine.errors import PeriodInvalid
from engine.moderation.acts import OTHER
from engine.rules import LONGEST

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.moderation import Moderation
    from bot.moderation_texts import ModerationTexts
    from engine.moderation.people import Moderator, Target
    from engine.moderation.views import CaseView

OPTION_NAMES: Final = ("moderator-role", "mod-log")
"""What a place has beside its rules; the adapters say who may set it."""


class Desk:
    """One moderator's command. Each method does one thing and returns what he is told.

    Every method raises `ModerationRefused` or `RuleInvalid` where nothing was done.
    """

    def __init__(
        self, moderation: Moderation, moderator: Moderator, texts: ModerationTexts, now: datetime
    ) -> None:
        self.moderator = moderator
        self.texts = texts
        self._acts, self._views = moderation.acts, moderation.views
        self._now = now

    # --- acts -----------------------------------------------------------------------------------

    async def warn(self, target: Target, reason: str, category: str = OTHER) -> str:
        """A warning."""
        row = await self._acts.warn(self.moderator, target, reason, category)
        return self.texts.say("warned", number=row.case_number, name=target.name)

    async def block(self, target: Target, period: str, reason: str, category: str = OTHER) -> str:
        """A block in this place."""
        length = _period(period)
        row = await self._acts.block(self.moderator, target, length, reason, category)
        until = self.texts.minute(row.until)
        return self.texts.say("blocked", number=row.case_number, name=target.name, until=until)

    async def unblock(self, target: Target, reason: str) -> str:
        """The end of all blocks given here."""
        rows = await self._acts.unblock(self.moderator, target, reason)
        numbers = ", ".join(f"#{row.case_number}" for row in rows)
        return self.texts.say("unblocked", name=target.name, numbers=numbers)

    async def pardon(self, number: int, reason: str) -> str:
        """A case undone."""
        row = await self._acts.pardon(self.moderator, number, reason)
        return self.texts.say("pardoned", number=row.case_number)

    async def confirm(self, number: int, reason: str) -> str:
        """A case that waited, in force."""
        row = await self._acts.confirm(self.moderator, number, reason)
        until = self.texts.minute(row.until)
        return self.texts.say("confirmed", number=row.case_number, until=until)

    async def grant(self, number: int, answer: str) -> str:
        """An appeal granted."""
        row = await self._acts.grant(self.moderator, number, answer)
        return self.texts.say("granted", number=row.case_number)

    async def deny(self, number: int, answer: str) -> str:
        """An appeal denied."""
        row = await self._acts.deny(self.moderator, number, answer)
        return self.texts.say("denied", number=row.case_number)

    async def extend(self, number: int, period: str, reason: str) -> str:
        """A longer block."""
        row = await self._acts.extend(self.moderator, number, _period(period), reason)
        until = self.texts.minute(row.until)
        return self.texts.say("extended", number=row.case_number, until=until)

    async def note(self, target: Target, text: str) -> str:
        """A remark for the moderators."""
        await self._acts.note(self.moderator, target, text)
        return self.texts.say("noted", name=target.name)

    # --- views ----------------------------------------------------------------------------------

    async def history(self, target: Target) -> str:
        """What this place knows of a person."""
        history = await self._views.history(self.moderator, target)
        return self.texts.history(history, target.name, self._now)

    async def case(self, number: int) -> str:
        """One case in full."""
        return self.texts.case(await self.view(number), self._now)

    async def view(self, number: int) -> CaseView:
        """One case as it stands."""
        return await self._views.case(self.moderator, number)

    async def queue(self) -> str:
        """What waits for a moderator."""
        return self.texts.queue(await self._views.queue(self.moderator), self._now)

    async def test(self, text: str, target: Target | None = None) -> str:
        """What a text would lead to."""
        return self.texts.trial(await self._views.trial(self.moderator, text, target))

    async def export(self) -> tuple[str, bytes]:
        """What goes with the file, and the file: all cases and acts as JSON."""
        exported = await self._views.export(self.moderator)
        content = json.dumps(exported, ensure_ascii=False, indent=1).encode()
        return self.texts.say("exported", count=len(exported["cases"])), content

    # --- settings -------------------------------------------------------------------------------

    async def settings(self) -> str:
        """Every setting of this place."""
        return self.texts.settings(await self._views.rules(self.moderator))

    async def change(self, name: str, value: str) -> str:
        """One setting changed."""
        rules = await self._acts.change(self.moderator, name, value)
        return self.texts.say("changed", name=name, value=rules.described()[name])

    async def set_option(self, name: str, value: str | None) -> str:
        """One of `OPTION_NAMES` set, or taken back."""
        await self._acts.set_option(self.moderator, name, value)
        return self.texts.say("changed", name=name, value=value or "-")

    async def shadow(self, *, on: bool) -> str:
        """Shadow mode on or off."""
        word = "on" if on else "off"
        await self._acts.change(self.moderator, "shadow", word)
        return self.texts.say(f"shadow-{word}")


def _period(text: str) -> timedelta:
    period = parse_duration(text)
    if period is None or period > LONGEST:
        raise PeriodInvalid(text)
    return period
