"""The commands that are answered without her."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.helpers import create_deep_linked_url

from bot.adapters.telegram_address import is_private, words_after_command
from bot.adapters.telegram_place import PLATFORM, Place, spoken
from bot.link_desk import LinkDesk
from engine.linking import Linking

if TYPE_CHECKING:
    from telegram import Message, Update, User
    from telegram.ext import CallbackContext

    from bot.adapters.telegram_forget import Forgetting
    from bot.adapters.telegram_via import Outbox
    from engine.engine import Engine

    Context = CallbackContext[Any, Any, Any, Any]


class Commands:
    """The handlers of `/start`, `/help`, `/privacy`, `/status`, `/link`, `/unlink`, `/forget`."""

    def __init__(self, engine: Engine, outbox: Outbox, forgetting: Forgetting) -> None:
        self._engine = engine
        self._outbox = outbox
        self._forgetting = forgetting

    async def start(self, update: Update, context: Context) -> None:
        """A first meeting, or the way from a group to what one may only read alone."""
        message, person = spoken(update)
        match words_after_command(message) if is_private(message) else "":
            case "status":
                await self._status(message, person, context)
            case "forget":
                await self._forget(message, person, context)
            case "link":
                await self._link(message, person, context, code="")
            case _:
                await self._say("welcome", message, person)

    async def help(self, update: Update, _context: Context) -> None:
        """How to talk to her."""
        await self._say("help", *spoken(update))

    async def privacy(self, update: Update, _context: Context) -> None:
        """What is kept."""
        await self._say("privacy", *spoken(update))

    async def status(self, update: Update, context: Context) -> None:
        """What stands against the person, and what she remembers of them."""
        await self._status(*spoken(update), context)

    async def link(self, update: Update, context: Context) -> None:
        """Give a code, or use one."""
        message, person = spoken(update)
        await self._link(message, person, context, words_after_command(message))

    async def unlink(self, update: Update, context: Context) -> None:
        """Part the account from the other one."""
        message, person = spoken(update)
        if not is_private(message):
            await self._show_way("link", message, person, context)
            return
        desk = LinkDesk(Linking(self._engine), self._outbox.texts, person.language_code)
        said = await desk.unlink(PLATFORM, str(person.id))
        await self._outbox.delivery.send(Place.of(message), said)

    async def forget(self, update: Update, context: Context) -> None:
        """Ask whether she shall forget the person."""
        await self._forget(*spoken(update), context)

    async def _status(self, message: Message, person: User, context: Context) -> None:
        if not is_private(message):
            await self._show_way("status", message, person, context)
            return
        report = await self._engine.status(PLATFORM, str(person.id))
        text = self._outbox.texts.status_on_platform(
            report, person.language_code, self._outbox.zone
        )
        await self._outbox.delivery.send(Place.of(message), text)

    async def _link(self, message: Message, person: User, context: Context, code: str) -> None:
        if not is_private(message):
            await self._show_way("link", message, person, context)
            return
        desk = LinkDesk(Linking(self._engine), self._outbox.texts, person.language_code)
        said = await desk.link(PLATFORM, str(person.id), person.full_name, code)
        await self._outbox.delivery.send(Place.of(message), said)

    async def _forget(self, message: Message, person: User, context: Context) -> None:
        if is_private(message):
            await self._forgetting.ask(message, person)
        else:
            await self._show_way("forget", message, person, context)

    async def _show_way(
        self, command: str, message: Message, person: User, context: Context
    ) -> None:
        """In a group nobody's memories are shown; a button leads to the chat where they are."""
        texts, language = self._outbox.texts, person.language_code
        url = create_deep_linked_url(context.bot.username, command)
        button = InlineKeyboardButton(texts.say("open-private-chat", language), url=url)
        await self._outbox.delivery.send(
            Place.of(message),
            texts.say(f"{command}-in-group", language),
            InlineKeyboardMarkup.from_button(button),
        )

    async def _say(self, key: str, message: Message, person: User) -> None:
        text = self._outbox.texts.say(key, person.language_code)
        await self._outbox.delivery.send(Place.of(message), text)
