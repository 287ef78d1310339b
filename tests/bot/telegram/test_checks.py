"""What the doctor finds out about the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Bot

from bot.adapters.telegram_checks import check
from bot.findings import Finding
from tests.telegram_server import TelegramServer

if TYPE_CHECKING:
    from tests.bot.telegram.doubles import Clock


async def test_healthy_bot_with_privacy_mode(server: TelegramServer) -> None:
    assert await check(server.token, server.base_url) == [
        Finding("ok", "doctor-telegram-login", {"name": "@ohlora_bot"}),
        Finding("warn", "doctor-telegram-privacy-on"),
        Finding("ok", "doctor-telegram-groups"),
    ]
    assert server.calls_of("getUpdates") == []


async def test_bot_that_reads_everything(clock: Clock) -> None:
    async with TelegramServer(clock, privacy_mode=False) as server:
        findings = await check(server.token, server.base_url)
    assert Finding("ok", "doctor-telegram-privacy-off") in findings


async def test_webhook_of_another_program_is_named_by_its_host_only(
    server: TelegramServer,
) -> None:
    async with Bot(server.token, server.base_url + "/bot") as other:
        await other.set_webhook("https://bots.example.com/secret-path")
    finding = (await check(server.token, server.base_url))[-1]
    assert finding == Finding("warn", "doctor-telegram-webhook", {"host": "bots.example.com"})


async def test_wrong_tokens(server: TelegramServer) -> None:
    for token in ("", "1:wrong", "no token at all"):
        assert await check(token, server.base_url) == [
            Finding("error", "doctor-telegram-bad-token")
        ]


async def test_unreachable_telegram() -> None:
    [finding] = await check("1:secret", "http://127.0.0.1:9")
    assert (finding.level, finding.key) == ("error", "doctor-telegram-unreachable")
    assert "secret" not in str(finding)
