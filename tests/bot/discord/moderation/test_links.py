"""`/link` and `/unlink` in a simulated Discord; the other platform is the engine itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.linking import Linking
from tests.bot.discord.moderation.server import told

if TYPE_CHECKING:
    from tests.bot.discord.moderation.server import Server


async def test_code_from_here_is_used_there(server: Server) -> None:
    said = told(await server.alice.slash(server.channel, "link"))
    code = re.search(r"/link ([A-Z0-9]{8}) on the other platform", said)
    assert code is not None
    await Linking(server.engine).use_code("telegram", "77", "앨리스", code[1])
    await server.say(server.alice, "사랑해")
    assert len((await server.engine.status("telegram", "77")).sanctions) == 1
    assert "linked already" in told(await server.alice.slash(server.channel, "link"))
    assert "are parted" in told(await server.alice.slash(server.channel, "unlink"))
    assert "No account is linked" in told(await server.alice.slash(server.channel, "unlink"))


async def test_code_from_there_is_used_here(server: Server) -> None:
    code = await Linking(server.engine).give_code("telegram", "77", "앨리스")
    assert "cannot be used" in told(await server.bob.slash(server.channel, "link", code="WRONG"))
    said = told(await server.alice.slash(server.channel, "link", code=code))
    assert said.startswith("🔗 Your accounts are linked.")
    assert "cannot be used" in told(await server.bob.slash(server.channel, "link", code=code))
