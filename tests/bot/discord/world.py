"""A small simulated Discord: one server, one channel, two people, and her."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simcord.backend.models import AllowedMentions

if TYPE_CHECKING:
    import discord
    import simcord

    from bot.adapters.discord_bot import DiscordBot
    from tests.bot.discord.doubles import Clock, FakeEngine


@dataclass(frozen=True, slots=True)
class World:
    """What a test touches."""

    env: simcord.Env
    bot: DiscordBot
    engine: FakeEngine
    clock: Clock
    channel: simcord.ChannelHandle
    alice: simcord.MemberActor
    bob: simcord.MemberActor

    @property
    def her(self) -> str:
        """The mention of her."""
        assert self.bot.user is not None
        return f"<@{self.bot.user.id}>"

    def texts_in(self, channel: simcord.ChannelHandle) -> list[str]:
        """What she said in a channel, oldest first."""
        assert self.bot.user is not None
        said = [m for m in channel.history() if m.author.id == self.bot.user.id]
        return [m.content for m in said]

    def sent(self) -> list[dict[str, Any]]:
        """The payloads of her channel messages, in order."""
        return [
            request.json
            for request in self.env.http_requests
            if request.method == "POST"
            and request.path.endswith("/messages")
            and request.json is not None
        ]

    def num_typing(self) -> int:
        """How often typing was shown."""
        return sum(request.path.endswith("/typing") for request in self.env.http_requests)


async def reply_without_ping(
    world: World, person: simcord.MemberActor, text: str, replied: discord.Message
) -> None:
    """Reply as Discord clients do when the @ beside the reply is switched off."""
    backend = world.env.backend
    reference = {"channel_id": str(replied.channel.id), "message_id": str(replied.id)}
    backend.create_message(
        world.channel.id,
        person.id,
        text,
        reference=backend.normalize_message_reference(world.channel.id, reference),
        allowed_mentions=AllowedMentions(replied_user=False),
    )
    await world.env.settle()


def world_of(
    env: simcord.Env, bot: DiscordBot, engine: FakeEngine, clock: Clock, locale: str | None = None
) -> World:
    """Put a server with two people around the bot."""
    server = env.create_guild("서버", preferred_locale=locale)
    return World(
        env=env,
        bot=bot,
        engine=engine,
        clock=clock,
        channel=server.create_text_channel("잡담"),
        alice=server.add_member(env.create_user("alice", global_name="앨리스")),
        bob=server.add_member(env.create_user("bob", global_name="밥")),
    )
