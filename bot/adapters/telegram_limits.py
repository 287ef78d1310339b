"""Telegram's flood limits, obeyed: about 30 messages a second in all, 20 a minute in a group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.ext import AIORateLimiter

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

_MAX_RETRIES = 10
# "Typing" must not use up what a group may get of replies; and nobody should wait for menus.
_UNLIMITED = frozenset({"sendChatAction", "setMyCommands"})


class FloodLimits(AIORateLimiter):
    """The library's limiter, which waits as long as a 429 asks and then tries again."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(max_retries=_MAX_RETRIES)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Make one request, when its turn has come."""
        if endpoint in _UNLIMITED:
            return await callback(*args, **kwargs)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )
