"""What the moderator commands of all platforms stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.errors import InferenceError, ModerationRefused, RuleInvalid
from engine.moderation.acts import Acts
from engine.moderation.appeals import Appeals
from engine.moderation.log import ModLog
from engine.moderation.views import Views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.engine import Engine

EXPLICABLE: Final = (ModerationRefused, RuleInvalid, InferenceError)
"""What a moderator is told plainly; anything else is a fault."""


@dataclass(frozen=True, slots=True)
class Moderation:
    """Acts, views, the log, appeals, and the accounts that own the bot ("discord:123")."""

    acts: Acts
    views: Views
    log: ModLog
    appeals: Appeals
    owners: frozenset[str] = frozenset()

    def is_owner(self, platform: str, account_id: str) -> bool:
        """Whether an account owns the bot."""
        return f"{platform}:{account_id}" in self.owners


def moderation_of(engine: Engine, owners: Iterable[str]) -> Moderation:
    """The moderation of an engine."""
    acts = Acts(engine.database, engine.policy.rules, engine.clock)
    appeals = Appeals(engine.database, engine.clock)
    return Moderation(acts, Views(engine), ModLog(engine), appeals, frozenset(owners))
