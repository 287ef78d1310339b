"""How to reach Telegram, and at what pace."""

from __future__ import annotations

from dataclasses import dataclass, field

_TELEGRAM_URL = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """The token, and where it is valid.

    Args:
        token: As @BotFather gave it; no repr shows it.
        base_url: A Bot API server of one's own, without `/bot`; None is Telegram's.
        typing_every_s: Telegram shows "typing" for five seconds.
        retry_delays_s: The pauses between tries to send, while Telegram cannot be reached.
    """

    token: str = field(repr=False)
    base_url: str | None = None
    typing_every_s: float = 4.5
    retry_delays_s: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)

    @property
    def methods_url(self) -> str:
        """Where the methods are, up to the token."""
        return f"{(self.base_url or _TELEGRAM_URL).rstrip('/')}/bot"
