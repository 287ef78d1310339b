"""Places: a Discord server, a Telegram group, or all private chats of a platform.

Each has its own rules, moderators and case numbers.
"""

from __future__ import annotations

from typing import Final

_PRIVATE: Final = "private"


def place_of(platform: str, guild_id: str | None) -> str:
    """The name of a place; without a guild it is the platform's private chats."""
    return f"{platform}:{guild_id or _PRIVATE}"


def platform_of(place: str) -> str:
    """The platform that a place is on."""
    return place.partition(":")[0]
