"""Faults that a test scripts for the bot's next calls."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass

from tests.telegram_server.errors import ApiError, bad_request, forbidden, too_many_requests


@dataclass(frozen=True)
class RetryAfter:
    """429 with `parameters.retry_after`."""

    seconds: int


@dataclass(frozen=True)
class ServerError:
    """5xx, as Telegram answers when it is unwell."""

    code: int = 502
    description: str = "Bad Gateway"


@dataclass(frozen=True)
class Forbidden:
    """403, for example `bot was blocked by the user`."""

    reason: str


@dataclass(frozen=True)
class BadRequest:
    """400, for example `chat not found`."""

    reason: str


@dataclass(frozen=True)
class Dropped:
    """The connection breaks before an answer comes.

    Args:
        delivered: Whether the call took effect before that, which no client can tell.
    """

    delivered: bool = False


@dataclass(frozen=True)
class Stalled:
    """The call waits until the test sets the event, then goes on as usual."""

    until: asyncio.Event


Fault = RetryAfter | ServerError | Forbidden | BadRequest | Dropped | Stalled


class FaultPlan:
    """Which faults the next calls of each method meet, in order."""

    def __init__(self) -> None:
        self._by_method: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, fault: Fault, times: int) -> None:
        """Plan the fault for that many calls of the method."""
        self._by_method[method].extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, if any."""
        planned = self._by_method[method]
        return planned.popleft() if planned else None


def refusal(fault: Fault | None) -> ApiError | None:
    """The error that a fault amounts to, if it is one that the bot gets to read."""
    match fault:
        case RetryAfter(seconds):
            return too_many_requests(seconds)
        case ServerError(code, description):
            return ApiError(code, description)
        case Forbidden(reason):
            return forbidden(reason)
        case BadRequest(reason):
            return bad_request(reason)
        case _:
            return None
