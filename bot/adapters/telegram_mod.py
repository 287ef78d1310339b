"""The moderator commands of Telegram, `/mod ...`.

What is done is answered in the group; what is looked at is sent to the moderator alone.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog
from telegram import InputFile
from telegram.error import TelegramError

from bot.adapters.telegram_address import is_private, words_after_command
from bot.adapters.telegram_appeals import tell_decision
from bot.adapters.telegram_place import Place, spoken
from bot.adapters.telegram_rights import FromAnonymousAdmin, moderator_of, named, target_of
from bot.moderation import EXPLICABLE
from bot.moderation_desk import Desk
from bot.moderation_texts import ModerationTexts
from engine.durations import parse_duration
from engine.errors import DeliveryFailed, NoSuchCase

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from telegram import Bot, Message, Update, User

    from bot.adapters.telegram_via import Outbox
    from bot.moderation import Moderation

_KOREAN: Final = {
    "경고": "warn", "제한": "block", "해제": "unblock", "사면": "pardon", "확정": "confirm",
    "이의수락": "grant", "이의거절": "deny", "연장": "extend", "메모": "note",
    "기록": "history", "사건": "case", "대기": "queue",
    "설정": "settings", "연습": "shadow", "시험": "test", "내보내기": "export",
}  # fmt: skip
_PRIVATE: Final = ("history", "case", "queue", "settings", "test", "export")
_ON: Final = {"on": True, "켜기": True, "off": False, "끄기": False}
log = structlog.get_logger(__name__)


class NoTarget(Exception):
    """The command is about a person, and says nothing of whom."""


class Misspelt(Exception):
    """The command lacks something, or there is none of this name."""


@dataclass(frozen=True, slots=True)
class ModCall:
    """A moderator's command as it was typed."""

    name: str
    words: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> ModCall:
        """The command in what follows `/mod`."""
        name, *words = text.split() or [""]
        return cls(_KOREAN.get(name, name.lower()), tuple(words))

    def number(self) -> int:
        """The case that the first word names, with or without its #."""
        digits = self.words[0].removeprefix("#") if self.words else ""
        if not digits.isascii() or not digits.isdigit():
            raise Misspelt
        number = int(digits[:12])
        if number < 1:
            raise NoSuchCase(number)
        return number

    def period(self, at: int) -> tuple[str, str]:
        """The length of time from word `at` on, and the words after it."""
        if len(self.words) <= at:
            raise Misspelt
        both = " ".join(self.words[at : at + 2])  # "2 hours", "2 시간"
        if self.words[at].isdigit() and parse_duration(both):
            return both, self.rest(at + 2)
        return self.words[at], self.rest(at + 1)

    def rest(self, at: int = 0) -> str:
        """The words from `at` on; there has to be one."""
        if len(self.words) <= at:
            raise Misspelt
        return " ".join(self.words[at:])


@dataclass(frozen=True, slots=True)
class _Given:
    """One command in progress."""

    message: Message
    call: ModCall
    desk: Desk

    @property
    def person(self) -> User:
        """Whom the command is about."""
        replied = self.message.reply_to_message
        if replied is None or replied.from_user is None or replied.sender_chat is not None:
            raise NoTarget
        return replied.from_user


class ModCommands:
    """The handler of `/mod`."""

    def __init__(
        self, moderation: Moderation, outbox: Outbox, clock: Callable[[], datetime]
    ) -> None:
        self._moderation = moderation
        self._outbox = outbox
        self._clock = clock

    async def mod(self, update: Update, _context: object) -> None:
        """One command: checked, done, answered."""
        message, person = spoken(update)
        language = None if FromAnonymousAdmin().filter(message) else person.language_code
        texts = ModerationTexts(self._outbox.texts, language, self._outbox.zone)
        call = ModCall.read(words_after_command(message))
        try:
            moderator = await moderator_of(message, self._moderation)
            desk = Desk(self._moderation, moderator, texts, self._clock())
            said = await self._done(_Given(message, call, desk))
            if call.name in {"grant", "deny"}:
                await tell_decision(self._outbox, await desk.view(call.number()))
        except EXPLICABLE as refused:
            await self._say(message, texts.refusal(refused))
        except NoTarget:
            await self._say(message, texts.say("no-target"))
        except Misspelt:
            await self._say(message, texts.say("usage"))
        else:
            text, file = said if isinstance(said, tuple) else (said, None)
            if call.name in _PRIVATE and not is_private(message):
                await self._tell_alone(message, person, texts, text, file)
            else:
                await self._say(message, text, file)

    async def _done(self, given: _Given) -> str | tuple[str, bytes]:
        if given.call.name not in _COMMANDS:
            raise Misspelt
        return await _COMMANDS[given.call.name](given)

    async def _tell_alone(
        self, message: Message, person: User, texts: ModerationTexts, text: str, file: bytes | None
    ) -> None:
        """A person's record is not for the group to read."""
        told = "cannot-tell-privately"
        if not FromAnonymousAdmin().filter(message):  # who is anonymous has no private chat
            try:
                await self._send(Place(person.id), text, file, message.get_bot())
                told = "told-privately"
            except DeliveryFailed as refused:
                log.info("telegram_mod_not_told_privately", reason=refused.reason)
        await self._say(message, texts.say(told))

    async def _say(self, message: Message, text: str, file: bytes | None = None) -> None:
        await self._send(Place.of(message), text, file, message.get_bot())

    async def _send(self, place: Place, text: str, file: bytes | None, bot: Bot) -> None:
        await self._outbox.delivery.send(place, text)
        if file is None:
            return
        try:
            await bot.send_document(place.chat_id, InputFile(io.BytesIO(file), "cases.json"))
        except TelegramError as error:
            raise DeliveryFailed("telegram", error.message) from error


async def _warn(given: _Given) -> str:
    target = await target_of(given.message, given.desk.moderator, given.person)
    return await given.desk.warn(target, given.call.rest())


async def _block(given: _Given) -> str:
    period, reason = given.call.period(0)
    target = await target_of(given.message, given.desk.moderator, given.person)
    return await given.desk.block(target, period, reason)


async def _unblock(given: _Given) -> str:
    target = await target_of(given.message, given.desk.moderator, given.person)
    return await given.desk.unblock(target, given.call.rest())


async def _pardon(given: _Given) -> str:
    return await given.desk.pardon(given.call.number(), given.call.rest(1))


async def _confirm(given: _Given) -> str:
    return await given.desk.confirm(given.call.number(), given.call.rest(1))


async def _grant(given: _Given) -> str:
    return await given.desk.grant(given.call.number(), given.call.rest(1))


async def _deny(given: _Given) -> str:
    return await given.desk.deny(given.call.number(), given.call.rest(1))


async def _extend(given: _Given) -> str:
    period, reason = given.call.period(1)
    return await given.desk.extend(given.call.number(), period, reason)


async def _note(given: _Given) -> str:
    return await given.desk.note(named(given.person), given.call.rest())


async def _history(given: _Given) -> str:
    return await given.desk.history(named(given.person))


async def _case(given: _Given) -> str:
    return await given.desk.case(given.call.number())


async def _queue(given: _Given) -> str:
    return await given.desk.queue()


async def _settings(given: _Given) -> str:
    if not given.call.words:
        return await given.desk.settings()
    return await given.desk.change(given.call.words[0], given.call.rest(1))


async def _shadow(given: _Given) -> str:
    word = given.call.rest().lower()
    if word not in _ON:
        raise Misspelt
    return await given.desk.shadow(on=_ON[word])


async def _test(given: _Given) -> str:
    replied = given.message.reply_to_message
    target = named(given.person) if replied else None
    return await given.desk.test(given.call.rest(), target)


async def _export(given: _Given) -> tuple[str, bytes]:
    return await given.desk.export()


_COMMANDS: Final[Mapping[str, Callable[[_Given], Awaitable[str | tuple[str, bytes]]]]] = {
    "warn": _warn, "block": _block, "unblock": _unblock, "pardon": _pardon, "confirm": _confirm,
    "grant": _grant, "deny": _deny, "extend": _extend, "note": _note, "history": _history,
    "case": _case, "queue": _queue,
    "settings": _settings, "shadow": _shadow, "test": _test, "export": _export,
}  # fmt: skip
