"""The doctor's questions to Discord, asked over real HTTP to a small server of ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.discord_checks import check
from bot.findings import Finding
from bot.platform_errors import PlatformUnreachable, TokenRejected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.adapters.discord_bot import DiscordBot

CONTENT_INTENT = 1 << 18
CONTENT_INTENT_LIMITED = 1 << 19


def _json(data: dict[str, Any], status: int = 200) -> web.Response:
    # discord.py reads JSON only under this very content type, without a charset.
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(data).encode(), status=status, headers=headers)


class RestServer:
    """Answers the three requests of a login."""

    def __init__(self) -> None:
        self.flags = CONTENT_INTENT_LIMITED
        self.num_guilds = 2
        self.app = web.Application()
        self.app.router.add_get("/users/@me", self.me)
        self.app.router.add_get("/oauth2/applications/@me", self.application)
        self.app.router.add_get("/applications/@me", self.application)

    async def me(self, request: web.Request) -> web.Response:
        if request.headers["Authorization"] != "Bot good":
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        user = {"id": "7", "username": "오로라", "discriminator": "0", "avatar": None, "bot": True}
        return _json(user)

    async def application(self, _request: web.Request) -> web.Response:
        application: dict[str, Any] = {
            "id": "7",
            "name": "오로라",
            "description": "",
            "icon": None,
            "rpc_origins": [],
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "",
            "flags": self.flags,
            "approximate_guild_count": self.num_guilds,
            "owner": {"id": "8", "username": "owner", "discriminator": "0", "avatar": None},
            "team": None,
        }
        return _json(application)


@pytest.fixture
async def rest(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RestServer]:
    rest = RestServer()
    async with TestServer(rest.app) as server:
        monkeypatch.setattr(discord.http.Route, "BASE", str(server.make_url("")).rstrip("/"))
        yield rest


@pytest.mark.usefixtures("rest")
async def test_good_token_tells_name_intent_guilds_and_invitation() -> None:
    findings = await check("good")

    assert [(finding.level, finding.key) for finding in findings] == [
        ("ok", "doctor-discord-login"),
        ("ok", "doctor-discord-content-intent"),
        ("ok", "doctor-discord-guilds"),
        ("ok", "doctor-discord-invite"),
    ]
    assert findings[0].values == {"name": "오로라"}
    assert findings[2].values == {"count": "2"}
    assert "client_id=7" in findings[3].values["url"]
    assert "scope=bot+applications.commands" in findings[3].values["url"]


async def test_missing_intent_and_no_guild_are_warned_of(rest: RestServer) -> None:
    rest.flags = 0
    rest.num_guilds = 0
    findings = await check("good")

    assert findings[1] == Finding("warn", "doctor-discord-no-content-intent")
    assert findings[2] == Finding("warn", "doctor-discord-no-guilds")


@pytest.mark.usefixtures("rest")
async def test_wrong_token_is_an_error() -> None:
    assert await check("wrong") == [Finding("error", "doctor-discord-bad-token")]


async def test_no_network_is_an_error(
    monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{unused_tcp_port}")
    (finding,) = await check("good")

    assert (finding.level, finding.key) == ("error", "doctor-discord-unreachable")
    assert "ConnectorError" in finding.values["reason"]


@pytest.mark.usefixtures("rest")
async def test_bot_with_a_wrong_token_does_not_start(make_bot: Callable[..., DiscordBot]) -> None:
    async with make_bot() as bot:
        with pytest.raises(TokenRejected):
            await bot.start("wrong")


async def test_bot_without_network_does_not_start(
    make_bot: Callable[..., DiscordBot], monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{unused_tcp_port}")
    async with make_bot() as bot:
        with pytest.raises(PlatformUnreachable):
            await bot.start("good")
