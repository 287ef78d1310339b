"""Oh-LoRA on Telegram."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import structlog
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    Updater,
    filters,
)
from telegram.request import HTTPXRequest

from bot.adapters.telegram_address import FromPerson, InAlbum
from bot.adapters.telegram_appeals import AppealCommand
from bot.adapters.telegram_boundary import Boundary, note_polling_error
from bot.adapters.telegram_commands import publish_commands
from bot.adapters.telegram_conversation import Conversation
from bot.adapters.telegram_delivery import Delivery
from bot.adapters.telegram_forget import Choice, Forgetting
from bot.adapters.telegram_limits import FloodLimits
from bot.adapters.telegram_mod import ModCommands
from bot.adapters.telegram_personal import Commands
from bot.adapters.telegram_place import PLATFORM, Place
from bot.adapters.telegram_polling import PollingRequest, SettlingProcessor, Unsettled
from bot.adapters.telegram_rights import FromAnonymousAdmin
from bot.adapters.telegram_typing import TypingSigns
from bot.adapters.telegram_via import Outbox, TelegramVia
from bot.platform_errors import PlatformUnreachable, TokenRejected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from bot.adapters.telegram_settings import TelegramSettings
    from bot.command_hashes import CommandHashStore
    from bot.errors import BotError
    from bot.moderation import Moderation
    from bot.texts import Texts
    from engine.engine import Engine
    from engine.via import Via
    from storage.records import InboxMessage

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

_MAX_CONCURRENT_UPDATES: Final = 256
_READ_TIMEOUT_S: Final = 20.0  # a timeout leaves it open whether a message is out: be patient
_BOOTSTRAP_RETRIES: Final = 5

_log = structlog.get_logger(__name__)


class TelegramBot:
    """Listens on Telegram by long polling, and answers through the engine.

    `start` returns when polling is on. The engine must be ready before, and stay so until `stop`
    has returned.
    """

    def __init__(
        self,
        *,
        settings: TelegramSettings,
        engine: Engine,
        texts: Texts,
        zone: tzinfo,
        hashes: CommandHashStore,
        moderation: Moderation,
    ) -> None:
        self._texts = texts
        self._hashes = hashes
        unsettled = Unsettled()
        self._processor = SettlingProcessor(_MAX_CONCURRENT_UPDATES, unsettled)
        self._app = _build(settings, PollingRequest(unsettled), self._processor)
        bot = self._app.bot
        delivery = Delivery(bot, settings.retry_delays_s)
        typing = TypingSigns(bot, settings.typing_every_s)
        self._outbox = Outbox(delivery, typing, texts, zone)
        forgetting = Forgetting(engine, self._outbox, engine.clock)
        conversation = Conversation(engine, self._outbox, unsettled)
        commands = Commands(engine, self._outbox, forgetting)
        mod = ModCommands(moderation, self._outbox, engine.clock)
        appeal = AppealCommand(moderation, self._outbox)
        self._app.add_handlers(
            [*_moderation_handlers(mod, appeal), *_handlers(conversation, commands, forgetting)]
        )
        self._app.add_error_handler(Boundary(self._outbox).meet)

    async def start(self) -> None:
        """Log in, publish the commands, and listen.

        Raises:
            TokenRejected: Telegram does not know the token.
            PlatformUnreachable: Telegram does not answer.
        """
        async with AsyncExitStack() as undo:
            undo.push_async_callback(self.stop)
            failure = await self._open()
            if failure is not None:
                raise failure
            undo.pop_all()

    async def stop(self, timeout_s: float = 20.0) -> None:
        """Take no more updates, wait for the handlers in flight, and hang up.

        Handlers that need longer are cancelled. Harmless when nothing was started, or half of it.
        """
        if self._updater.running:
            await self._updater.stop()
        if self._app.running:
            await self._finish(timeout_s)
        await self._app.shutdown()
        await self._app.bot.shutdown()  # after a failed start the application leaves this undone

    async def via_to(self, message: InboxMessage) -> Via | None:
        """The way back to a message accepted before the last stop; None if it is not ours."""
        place = Place.named(message.message_id)
        if message.platform != PLATFORM or place is None:
            return None
        return TelegramVia(self._outbox, place, message.language)

    @property
    def _updater(self) -> Updater:
        if self._app.updater is None:
            raise RuntimeError("The application was built without an updater. This is a bug.")
        return self._app.updater

    async def _finish(self, timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                await self._app.stop()
        except TimeoutError:
            num_abandoned = await self._processor.abandon()
            _log.warning("telegram_handlers_abandoned", num_handlers=num_abandoned)

    async def _open(self) -> BotError | None:
        # Returned, not raised: the library's own error, which names the token, must not hang on.
        try:
            await self._app.initialize()
            await publish_commands(self._app.bot, self._texts, self._hashes)
            await self._app.start()
            await self._updater.start_polling(
                bootstrap_retries=_BOOTSTRAP_RETRIES,
                allowed_updates=[Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY],
                error_callback=note_polling_error,
            )
        except InvalidToken:
            return TokenRejected(PLATFORM)
        except TelegramError as error:
            return PlatformUnreachable(PLATFORM, error.message)
        _log.info("telegram_ready", name=self._app.bot.username)
        return None


def _build(
    settings: TelegramSettings, polling: PollingRequest, processor: SettlingProcessor
) -> App:
    request = HTTPXRequest(
        connection_pool_size=_MAX_CONCURRENT_UPDATES,
        read_timeout=_READ_TIMEOUT_S,
        pool_timeout=_READ_TIMEOUT_S,
    )
    return (
        Application.builder()
        .token(settings.token)
        .base_url(settings.methods_url)
        .request(request)
        .get_updates_request(polling)
        .rate_limiter(FloodLimits())
        .concurrent_updates(processor)
        .job_queue(None)
        .build()
    )


def _moderation_handlers(
    mod: ModCommands, appeal: AppealCommand
) -> Iterator[BaseHandler[Update, Any, Any]]:
    who = FromPerson() | FromAnonymousAdmin()
    yield CommandHandler("mod", mod.mod, who & filters.UpdateType.MESSAGE)
    yield CommandHandler("appeal", appeal.appeal, FromPerson() & filters.UpdateType.MESSAGE)


def _handlers(
    conversation: Conversation, commands: Commands, forgetting: Forgetting
) -> Iterator[BaseHandler[Update, Any, Any]]:
    person = FromPerson() & filters.UpdateType.MESSAGE
    edited = FromPerson() & filters.UpdateType.EDITED_MESSAGE
    private = person & filters.ChatType.PRIVATE
    yield CommandHandler("chat", conversation.chat, person)
    yield CommandHandler("start", commands.start, person)
    yield CommandHandler("help", commands.help, person)
    yield CommandHandler("privacy", commands.privacy, person)
    yield CommandHandler("status", commands.status, person)
    yield CommandHandler("link", commands.link, person)
    yield CommandHandler("unlink", commands.unlink, person)
    yield CommandHandler("forget", commands.forget, person)
    yield MessageHandler(private & filters.COMMAND, commands.help)
    words = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
    yield MessageHandler(person & words, conversation.hear)
    yield MessageHandler(edited & (filters.TEXT | filters.CAPTION), conversation.review)
    # A hint for each picture of an album would be a flood.
    yield MessageHandler(private & filters.ATTACHMENT & ~InAlbum(), conversation.see)
    yield CallbackQueryHandler(forgetting.choose, Choice.PATTERN)
    yield CallbackQueryHandler(forgetting.ignore)
