"""`/link` and `/unlink`, the same on every platform: what is done, and what the person is told."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from engine.errors import AlreadyLinked, CodeInvalid, LinkRefused, NotLinked, SamePlatform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.texts import Texts
    from engine.linking import Linking

_REFUSALS: Final[Mapping[type[LinkRefused], str]] = MappingProxyType(
    {
        AlreadyLinked: "link-error-already",
        CodeInvalid: "link-error-code",
        NotLinked: "link-error-alone",
        SamePlatform: "link-error-same",
    }
)


class LinkDesk:
    """A person's wish to be one on two platforms."""

    def __init__(self, linking: Linking, texts: Texts, language: str | None) -> None:
        self._linking = linking
        self._texts = texts
        self._language = language

    async def link(self, platform: str, account_id: str, name: str, code: str) -> str:
        """Use a code, or without one get one."""
        try:
            if code:
                await self._linking.use_code(platform, account_id, name, code)
                return self._texts.say("link-done", self._language)
            given = await self._linking.give_code(platform, account_id, name)
        except LinkRefused as refused:
            return self._texts.say(_REFUSALS[type(refused)], self._language)
        return self._texts.say("link-code", self._language, code=given)

    async def unlink(self, platform: str, account_id: str) -> str:
        """Part the account from the other one."""
        try:
            await self._linking.unlink(platform, account_id)
        except LinkRefused as refused:
            return self._texts.say(_REFUSALS[type(refused)], self._language)
        return self._texts.say("link-undone", self._language)
