"""Keeps the token out of the log: the HTTP client logs whole addresses, and it is part of them."""

from __future__ import annotations

import logging

_CLIENT_LOGGER = "httpx"


class TokenFilter(logging.Filter):
    """Blots the token out of what the HTTP client logs, while it is installed."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._secret = token.rpartition(":")[2]

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without the secret."""
        message = record.getMessage()
        if self._secret and self._secret in message:
            record.msg, record.args = message.replace(self._secret, "<token>"), None
        return True

    def install(self) -> None:
        """Watch over the client's log from now on."""
        logging.getLogger(_CLIENT_LOGGER).addFilter(self)

    def remove(self) -> None:
        """Stop watching."""
        logging.getLogger(_CLIENT_LOGGER).removeFilter(self)
