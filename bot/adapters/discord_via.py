"""The ways back to Discord: into a channel, or into the answer of a slash command."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
import structlog

from bot.adapters.discord_reading import PLATFORM
from bot.splitting import split_text, utf16_length
from engine.errors import DeliveryFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import tzinfo

    from bot.texts import Texts
    from engine.notices import Notice

MAX_MESSAGE_CHARS = 2000
TYPING_RENEWAL_S = 8.0  # Discord shows typing for 10 s

_CANNOT_REPLY_CODES = (160002,)  # no right to read the history: replying is refused, sending is not
_FINAL_CODES = (
    50027,  # the token of an interaction ran out, 15 minutes after the command
    50083,  # the thread is archived
    160005,  # the thread is locked
    200000,  # the server's AutoMod refused the words
    200001,
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Wording:
    """Puts what the system says into one person's language and time zone."""

    texts: Texts
    language: str | None  # Korean when unknown
    zone: tzinfo

    def say(self, key: str) -> str:
        """A text of the catalogue."""
        return self.texts.say(key, self.language)

    def notice(self, notice: Notice) -> str:
        """A notice of the engine."""
        return self.texts.notice_on_platform(notice, self.language, self.zone)


class ChannelVia:
    """Answers a message in its channel, or in the DM it came from."""

    def __init__(
        self,
        channel: discord.abc.Messageable,
        answered: discord.MessageReference,
        wording: Wording,
    ) -> None:
        self._channel = channel
        self._answered = answered
        self._wording = wording
        self._num_sent = 0

    def accepted(self) -> None:
        """Discord never delivers a message twice; a missed one is gone."""

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Shows that she is writing, as long as the context is open."""
        renewal = asyncio.create_task(self._keep_typing())
        try:
            yield
        finally:
            renewal.cancel()
            await asyncio.wait([renewal])

    async def reply(self, text: str) -> None:
        """Send her words as a Discord reply; what does not fit follows in messages of its own."""
        for index, piece in enumerate(split_for_discord(text)):
            with _refusals():
                await self._send(piece, is_reply=index == 0)

    async def notice(self, notice: Notice) -> None:
        """Send a system notice in the person's language."""
        await self.reply(self._wording.notice(notice))

    async def _send(self, piece: str, *, is_reply: bool) -> None:
        # The nonce is the same when discord.py tries again, so Discord drops the copy.
        nonce = f"{self._answered.message_id}-{self._num_sent}"
        quiet = discord.AllowedMentions.none()
        if not is_reply:
            await self._channel.send(piece, nonce=nonce, allowed_mentions=quiet)
            self._num_sent += 1
            return
        try:
            await self._channel.send(
                piece,
                reference=self._answered,
                mention_author=False,
                nonce=nonce,
                allowed_mentions=quiet,
            )
            self._num_sent += 1
        except discord.HTTPException as refused:
            if refused.code not in _CANNOT_REPLY_CODES:
                raise
            await self._send(piece, is_reply=False)

    async def _keep_typing(self) -> None:
        try:
            while True:
                await self._channel.typing()
                await asyncio.sleep(TYPING_RENEWAL_S)
        except Exception as error:  # typing is only for show: nothing of it may reach the reply
            log.debug("discord_typing_failed", reason=type(error).__name__)


class InteractionVia:
    """Answers a slash command that was deferred: Discord itself shows that she is thinking."""

    def __init__(self, interaction: discord.Interaction, wording: Wording) -> None:
        self._interaction = interaction
        self._wording = wording
        self._num_sent = 0

    def accepted(self) -> None:
        """Discord never delivers a message twice; a missed one is gone."""

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Nothing to do: the deferred command shows it already."""
        yield

    async def reply(self, text: str) -> None:
        """Send her words as followups; the first one takes the place of the thinking line."""
        for piece in split_for_discord(text):
            with _refusals():
                await self._interaction.followup.send(
                    piece, allowed_mentions=discord.AllowedMentions.none()
                )
            self._num_sent += 1

    async def notice(self, notice: Notice) -> None:
        """Send a system notice in the person's language."""
        await self.reply(self._wording.notice(notice))

    async def close(self) -> None:
        """Take the thinking line away if nothing was said, else it would stand there for ever."""
        if self._num_sent > 0:
            return
        try:
            await self._interaction.delete_original_response()
        except discord.HTTPException as error:
            log.debug("discord_thinking_line_stays", status=error.status, code=error.code)


def split_for_discord(text: str) -> list[str]:
    """The text in pieces that Discord takes, however it counts an emoji."""
    return split_text(text, MAX_MESSAGE_CHARS, utf16_length)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except discord.HTTPException as error:
        if error.status not in (403, 404) and error.code not in _FINAL_CODES:
            raise
        raise DeliveryFailed(PLATFORM, f"{error.status} (code {error.code})") from error
