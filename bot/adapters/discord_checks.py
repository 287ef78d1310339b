"""What the doctor asks Discord: is the token good, what may the bot do, where is it."""

from __future__ import annotations

import discord

from bot.adapters.discord_boundary import NETWORK_ERRORS
from bot.findings import Finding


def needed_permissions() -> discord.Permissions:
    """What she needs in a server, and nothing more."""
    return discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        read_message_history=True,  # without it a reply to a message is refused
    )


async def check(token: str) -> list[Finding]:
    """Log in by REST, without the gateway, and look around."""
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        try:
            await client.login(token)
        except discord.LoginFailure:
            return [Finding("error", "doctor-discord-bad-token")]
        except NETWORK_ERRORS as error:
            reason = type(error).__name__
            return [Finding("error", "doctor-discord-unreachable", {"reason": reason})]
        return _findings(client)


def _findings(client: discord.Client) -> list[Finding]:
    application = client.application
    if application is None:
        raise RuntimeError("discord.py logged in without telling the application. This is a bug.")
    return [
        Finding("ok", "doctor-discord-login", {"name": str(client.user)}),
        _content_intent(application.flags),
        _guilds(application.approximate_guild_count),
        Finding("ok", "doctor-discord-invite", {"url": _invite_url(application.id)}),
    ]


def _content_intent(flags: discord.ApplicationFlags) -> Finding:
    if flags.gateway_message_content or flags.gateway_message_content_limited:
        return Finding("ok", "doctor-discord-content-intent")
    return Finding("warn", "doctor-discord-no-content-intent")


def _guilds(num_guilds: int) -> Finding:
    if num_guilds == 0:
        return Finding("warn", "doctor-discord-no-guilds")
    return Finding("ok", "doctor-discord-guilds", {"count": str(num_guilds)})


def _invite_url(application_id: int) -> str:
    scopes = ("bot", "applications.commands")
    return discord.utils.oauth_url(application_id, permissions=needed_permissions(), scopes=scopes)
