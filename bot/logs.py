"""Structured logs on stderr, through one handler, with every token masked."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from structlog.typing import EventDict, Processor, WrappedLogger

    from bot.config import Settings

MASK: Final = "[masked]"
_QUIET: Final = ("alembic", "discord", "telegram", "httpx", "httpcore", "aiosqlite", "asyncio")
_TOKENS: Final = (
    # Discord: base64 of the bot's id, of a time, and a signature.
    re.compile(r"[MNO][\w-]{16,}\.[\w-]{5,8}\.[\w-]{25,}", re.ASCII),
    # Telegram: the bot's id and a secret; the colon is escaped in some addresses.
    re.compile(r"(?<!\d)\d{5,}(?::|%3[Aa])[\w-]{25,}", re.ASCII),
    # Discord's interaction and webhook tokens let their bearer write in the bot's name.
    re.compile(r"(?<=/)(?:webhooks|interactions)/\d+/[\w%.-]{20,}", re.ASCII),
    re.compile(r"(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"),  # user:password@host
)


class TokenMask:
    """The last processor: it sees the whole line as it will be written, traceback and all."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # The longest first, in case that one secret holds another.
        known = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        exact = [re.compile(re.escape(secret)) for secret in known]
        self._patterns = (*exact, *_TOKENS)

    def __call__(self, _logger: WrappedLogger, _method: str, line: str | EventDict) -> str:
        """The line without anything that looks like a token."""
        return self.masked(str(line))

    def masked(self, text: str) -> str:
        """The text without anything that looks like a token."""
        for pattern in self._patterns:
            text = pattern.sub(MASK, text)
        return text


class StderrHandler(logging.StreamHandler["TextIO"]):
    """Writes lines; a broken logging call is reported without its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's own name)
        """Say where the call is. The standard handler would print its arguments unmasked."""
        try:
            self.stream.write(f"a log line was lost: {record.pathname}:{record.lineno}\n")
        except (OSError, ValueError):
            return  # stderr is closed, so nobody reads it


def configure_logging(settings: Settings, stream: TextIO | None = None) -> None:
    """Send structlog and the standard library's logs to stderr, as JSON or for people."""
    target = stream if stream is not None else sys.stderr
    shared = _shared_processors()
    handler = StderrHandler(target)
    mask = TokenMask(settings.secrets)
    handler.setFormatter(_formatter(shared, mask, target, as_json=settings.log_json))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.UnicodeDecoder(),
    ]


def _formatter(
    shared: Sequence[Processor], mask: TokenMask, target: TextIO, *, as_json: bool
) -> logging.Formatter:
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=target.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    # format_exc_info makes a traceback without local variables, which may hold a token or a text.
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            renderer,
            mask,
        ],
    )
