"""The bot's errors: one tree, each error keeps its data and builds its own message."""

from __future__ import annotations


class BotError(Exception):
    """Anything that goes wrong between a person and the engine."""


class ConfigError(BotError):
    """A setting has a value that cannot be used; `value` is already fit to be shown."""

    def __init__(self, key: str, value: str, reason: str) -> None:
        self.key = key
        self.value = value
        self.reason = reason
        super().__init__(f"설정 오류 / wrong setting: {key}={value} → {reason}")


class TextMissing(BotError):
    """A catalogue has no text of this name."""

    def __init__(self, key: str, language: str) -> None:
        self.key = key
        self.language = language
        super().__init__(f"There is no text {key!r} in {language!r}")


class TextIncomplete(BotError):
    """A text was asked for without a value that it shows."""

    def __init__(self, key: str, reason: str) -> None:
        self.key = key
        self.reason = reason
        super().__init__(f"The text {key!r} cannot be written: {reason}")
