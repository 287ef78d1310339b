"""A small simulated Discord: one server, one channel, two people, and her."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
        said = [m for m in channel.history if m.author.id == self.bot.user.id]
        return [m.content for m in sorted(said, key=lambda m: m.id)]

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


def world_of(
    env: simcord.Env, bot: DiscordBot, engine: FakeEngine, clock: Clock, **guild: str
) -> World:
    """Put a server with two people around the bot."""
    server = env.create_guild("서버", **guild)
    return World(
        env=env,
        bot=bot,
        engine=engine,
        clock=clock,
        channel=server.create_text_channel("잡담"),
        alice=server.add_member(env.create_user("alice", global_name="앨리스")),
        bob=server.add_member(env.create_user("bob", global_name="밥")),
    )
