"""Her real reply, made longer than any platform's message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.speaker import Speaker

if TYPE_CHECKING:
    from engine.speaker import Spoken


class LongSpeaker(Speaker):
    """The model never writes this much, so what it writes is followed by numbered sentences."""

    async def speak(self, *args: Any, **kwargs: Any) -> Spoken:
        """The real reply, and much more."""
        spoken = await super().speak(*args, **kwargs)
        more = (f"그리고 {number}번째 이야기도 있어." for number in range(1, 301))
        return replace(
            spoken, reply=replace(spoken.reply, text=" ".join([spoken.reply.text, *more]))
        )
