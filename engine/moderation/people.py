"""Who moderates whom, and who may."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moderator:
    """An account that may moderate a place; its platform was asked just now."""

    platform: str
    account_id: str
    place: str
    is_owner: bool = False  # of the bot: may act on cases of every place

    @property
    def actor(self) -> str:
        """The name in the record."""
        return f"{self.platform}:{self.account_id}"


@dataclass(frozen=True, slots=True)
class Target:
    """The account that a moderator acts on."""

    platform: str
    account_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands in a guild or group."""

    account_id: str
    rank: int = 0  # of the highest role: 0 for a plain member; any moderator of Telegram has 1
    is_admin: bool = False
    is_guild_owner: bool = False
    is_bot: bool = False


def may_act_on(actor: Standing, target: Standing) -> bool:
    """Whether the hierarchy lets one account sanction another.

    Nobody acts on himself, a bot, an administrator or the owner, and nobody but the owner on
    somebody of his own rank or above.
    """
    if target.account_id == actor.account_id or target.is_bot:
        return False
    if target.is_guild_owner or target.is_admin:
        return False
    return actor.is_guild_owner or target.rank < actor.rank
