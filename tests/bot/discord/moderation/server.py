"""A simulated server with moderators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import simcord

    from bot.adapters.discord_bot import DiscordBot
    from engine.engine import Engine
    from tests.bot.discord.doubles import Clock


@dataclass
class Server:
    """A server with its owner, a moderator, and people."""

    env: simcord.Env
    bot: DiscordBot
    engine: Engine
    clock: Clock
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    owner: simcord.MemberActor
    moderator: simcord.MemberActor
    alice: simcord.MemberActor
    bob: simcord.MemberActor
    her: str

    async def mod(
        self, command: str, by: simcord.MemberActor | None = None, **options: object
    ) -> str:
        """A command of the moderator, and all that he is told."""
        result = await (by or self.moderator).slash(self.channel, f"mod {command}", **options)
        return told(result)

    async def say(self, person: simcord.MemberActor, text: str) -> list[str]:
        """What she says to a message."""
        before = len(self.said())
        await person.send(self.channel, f"{self.her} {text}")
        return self.said()[before:]

    def show_mod_to_everybody(self) -> None:
        """What a server's administrator can do in its settings."""
        command = self.env.backend.find_command("mod", self.guild.id)
        assert command is not None
        everybody = {"id": str(self.guild.id), "type": 1, "permission": True}
        self.env.backend.set_command_permissions(self.guild.id, int(command["id"]), [everybody])

    def said(self) -> list[str]:
        return [m.content for m in self.channel.history() if f"<@{m.author.id}>" == self.her]


def told(result: simcord.InteractionResult) -> str:
    assert result.ephemeral
    first = [result.response.content] if result.response else []
    return "\n".join([*first, *(followup.content for followup in result.followups)])
