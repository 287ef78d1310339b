"""Running her: on the platforms until a signal, or in the terminal until the person leaves."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

import structlog
from platformdirs import user_data_path

from bot.adapters.console import ConsoleChat, Person
from bot.adapters.console_lines import open_lines
from bot.adapters.console_via import open_console
from bot.adapters.discord_bot import DiscordBot
from bot.adapters.telegram_bot import TelegramBot
from bot.adapters.telegram_settings import TelegramSettings
from bot.app import DRAIN_TIMEOUT_S, now_utc, open_engine
from bot.config import APP
from bot.errors import BotError
from bot.moderation import moderation_of
from bot.stored_hashes import StoredHashes
from bot.texts import Texts

if TYPE_CHECKING:
    from bot.config import Settings
    from engine.engine import Engine
    from engine.inference.service import Inference
    from engine.via import Via
    from storage.records import InboxMessage

TELEGRAM_STOP_TIMEOUT_S = 5.0
log = structlog.get_logger()


class Platform(Protocol):
    """One chat platform she is on."""

    async def run(self) -> None:
        """Be online until cancelled.

        Raises:
            BotError: she cannot come online.
        """

    async def via_to(self, message: InboxMessage) -> Via | None:
        """The way back to a message of this platform."""


class OnDiscord:
    """Discord, as long as it runs."""

    def __init__(self, bot: DiscordBot, token: str) -> None:
        self._bot = bot
        self._token = token

    async def run(self) -> None:
        """Be online until cancelled."""
        async with self._bot:
            await self._bot.start(self._token)

    async def via_to(self, message: InboxMessage) -> Via | None:
        """The way back, once Discord is ready."""
        return await self._bot.via_to(message)


class OnTelegram:
    """Telegram, as long as it runs."""

    def __init__(self, bot: TelegramBot) -> None:
        self._bot = bot

    async def run(self) -> None:
        """Be online until cancelled."""
        await self._bot.start()
        try:
            await asyncio.Event().wait()
        finally:
            await self._bot.stop(TELEGRAM_STOP_TIMEOUT_S)

    async def via_to(self, message: InboxMessage) -> Via | None:
        """The way back."""
        return await self._bot.via_to(message)


async def chat_in_terminal(settings: Settings, inference: Inference, person: str) -> None:
    """A chat on standard input and output."""
    texts, console = Texts.load(), open_console()
    if not (settings.discord_token or settings.telegram_token):
        console.print(texts.say("connect-hint", None), style="dim", markup=False, soft_wrap=True)
    async with open_engine(settings, inference) as engine:
        history = user_data_path(APP) / "history"
        who = Person(person, None, settings.zone)
        await ConsoleChat(engine, texts, who, open_lines(history), console, now_utc).run()


async def run_platforms(settings: Settings, inference: Inference) -> None:
    """Every platform with a token, until SIGTERM or Ctrl-C, or until none is left.

    Raises:
        BotError: she could not come online on any of them.
    """
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C cancels there
            asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    async with open_engine(settings, inference) as engine:
        left_over = await engine.left_over()
        platforms = _platforms(settings, engine)
        running = {asyncio.create_task(p.run(), name=n): n for n, p in platforms.items()}
        recovering = asyncio.create_task(_recover(engine, left_over, platforms))
        failure = await _until_stopped(running, stopping)
        log.info("stopping")
        await engine.drain(DRAIN_TIMEOUT_S)
        for task in (recovering, *running):
            task.cancel()
        await asyncio.wait([recovering, *running])
    if failure is not None and not stopping.is_set():
        raise failure


def _platforms(settings: Settings, engine: Engine) -> dict[str, Platform]:
    texts, hashes = Texts.load(), StoredHashes(engine.database)
    moderation = moderation_of(engine, settings.owners)
    platforms: dict[str, Platform] = {}
    if settings.discord_token:
        bot = DiscordBot(
            engine=engine,
            texts=texts,
            zone=settings.zone,
            hashes=hashes,
            moderation=moderation,
            message_content=True,
        )
        platforms["discord"] = OnDiscord(bot, settings.discord_token.get_secret_value())
    if settings.telegram_token:
        telegram = TelegramBot(
            settings=TelegramSettings(settings.telegram_token.get_secret_value()),
            engine=engine,
            texts=texts,
            zone=settings.zone,
            hashes=hashes,
            moderation=moderation,
        )
        platforms["telegram"] = OnTelegram(telegram)
    return platforms


async def _recover(
    engine: Engine, left_over: list[InboxMessage], platforms: dict[str, Platform]
) -> None:
    async def via_to(message: InboxMessage) -> Via | None:
        platform = platforms.get(message.platform)
        return await platform.via_to(message) if platform else None

    await engine.recover(left_over, via_to)


async def _until_stopped(
    running: dict[asyncio.Task[None], str], stopping: asyncio.Event
) -> BaseException | None:
    """Wait for the signal, or until no platform runs any more; then the last one's failure."""
    waiting = asyncio.create_task(stopping.wait())
    failure: BaseException | None = None
    pending = dict(running)
    while pending and not stopping.is_set():
        await asyncio.wait({waiting, *pending}, return_when=asyncio.FIRST_COMPLETED)
        for task in [task for task in pending if task.done()]:
            platform, failure = pending.pop(task), task.exception()
            event = "platform.refused" if isinstance(failure, BotError) else "platform.ended"
            log.error(event, platform=platform, reason=str(failure))
    waiting.cancel()
    return failure
