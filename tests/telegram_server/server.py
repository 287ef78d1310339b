"""A Telegram of one's own for tests: real HTTP, one bot, and all that happened to look at."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from tests.telegram_server.calls import Call
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import People
from tests.telegram_server.pusher import push_updates
from tests.telegram_server.routes import Routes
from tests.telegram_server.state import Chat, Clock, Message, State, User

_BOT_ID = 7_000_000_001
_LOOK_AGAIN_S = 0.05
_NUM_QUIET_POLLS = 2

Result = TypeVar("Result")


class TelegramServer(People):
    """Serves the Bot API on a free port while its context lasts.

    Leaving the context raises if the bot used what is not simulated, so that no test passes by
    way of an error that Telegram would not have made.

    Args:
        clock: Aware time for dates, bans, drafts and retention. Polls wait in real time.
        username: The bot's name, without @.
        privacy_mode: Whether the bot sees only what is meant for it in groups.
        delivers_mentions: Whether privacy mode takes a mention as meant for the bot. Reports of
            the real server conflict: a program should do well both ways.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        username: str = "ohlora_bot",
        privacy_mode: bool = True,
        delivers_mentions: bool = False,
    ) -> None:
        bot = User(_BOT_ID, "오로라", username, is_bot=True)
        super().__init__(
            State(clock, bot, privacy_mode=privacy_mode, delivers_mentions=delivers_mentions)
        )
        self.token = f"{_BOT_ID}:simulated"
        self.base_url = ""
        self._changed = self.state.updates.changed
        self._routes = Routes(self.state, self.token, self._changed.send)
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the port."""
        # Cancellation frees a poll as soon as its client is gone.
        runner = web.AppRunner(
            self._routes.app(), handler_cancellation=True, access_log=None, shutdown_timeout=1.0
        )
        await runner.setup()
        self._open.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0]
        self.base_url = f"http://{host}:{port}"
        pusher = asyncio.create_task(push_updates(self.state))
        self._open.push_async_callback(_cancel, pusher)
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Close the port, and raise what went wrong unnoticed."""
        self.state.updates.end_poll()
        await self._open.aclose()
        if error is None and self._routes.mistakes:
            raise ExceptionGroup("the simulated Telegram was at a loss", self._routes.mistakes)

    @property
    def calls(self) -> list[Call]:
        """Every call with a valid token, polls included, in order."""
        return self._routes.calls

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == method]

    def sent(self, chat: Chat) -> list[Message]:
        """Messages of the bot in a chat, as they are now, the deleted ones included."""
        return [m for m in chat.messages.values() if m.sender is self.bot]

    def draft(self, chat: Chat) -> str | None:
        """The draft of the bot that the person can see now."""
        draft = self.state.draft(chat)
        return draft.text if draft else None

    def fail_next(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Have the next calls of a method meet a fault, after those planned already."""
        self._routes.faults.add(method, fault, times)

    async def until(self, predicate: Callable[[], Result], timeout_s: float = 5.0) -> Result:
        """Wait until a predicate holds and return its value.

        It is asked at every call, and now and then for what changes without one.
        """
        try:
            async with asyncio.timeout(timeout_s):
                while not (result := predicate()):
                    with suppress(TimeoutError):
                        async with asyncio.timeout(_LOOK_AGAIN_S):
                            await self._changed.wait()
        except TimeoutError:
            raise AssertionError(self._describe(f"not so within {timeout_s} s")) from None
        return result

    async def idle(self, timeout_s: float = 5.0) -> None:
        """Wait until the bot has read every update and has nothing to say.

        That is: it polled twice in a row with an offset past the last update, and made no other
        call meanwhile. A handler that waits for another thread looks just as silent, so wait for
        that first, by `until`. With a webhook it means that every update was accepted.
        """
        num_quiet = 0
        try:
            async with asyncio.timeout(timeout_s):
                while num_quiet < _NUM_QUIET_POLLS:
                    num_actions = self._num_actions()
                    await self._next_poll()
                    is_quiet = num_actions == self._num_actions() and self._is_drained()
                    num_quiet = num_quiet + 1 if is_quiet else 0
        except TimeoutError:
            raise AssertionError(self._describe(f"not silent within {timeout_s} s")) from None

    async def _next_poll(self) -> None:
        """Answer the poll under way, with nothing if need be, and wait for the one after it."""
        updates = self.state.updates
        if self.state.webhook is not None:
            while not self._is_drained():
                await self._changed.wait()
            return
        num_polls = updates.num_polls
        updates.end_poll()
        while updates.num_polls == num_polls:
            await self._changed.wait()

    def _is_drained(self) -> bool:
        return not self.state.updates.pending and self._routes.num_open_calls == 0

    def _num_actions(self) -> int:
        return sum(call.method != "getUpdates" for call in self.calls)

    def _describe(self, problem: str) -> str:
        recent = "\n".join(f"  {call.method} {call.params}" for call in self.calls[-8:])
        return f"{problem}; last calls:\n{recent or '  none'}"


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
