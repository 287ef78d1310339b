"""Why she cannot come online on a platform."""

from __future__ import annotations

from bot.errors import BotError


class TokenRejected(BotError):
    """The platform does not know the token, which is shown nowhere."""

    def __init__(self, platform: str) -> None:
        self.platform = platform
        super().__init__(f"{platform} rejected the token")


class PlatformUnreachable(BotError):
    """The platform could not be reached, or answered nonsense."""

    def __init__(self, platform: str, reason: str) -> None:
        self.platform = platform
        self.reason = reason
        super().__init__(f"{platform} cannot be reached: {reason}")
