from __future__ import annotations

from typing import TYPE_CHECKING, Any

import simcord

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.adapters.discord_bot import DiscordBot
    from tests.bot.discord.doubles import MemoryHashes


def command_requests(env: simcord.Env) -> list[tuple[str, Any]]:
    return [(r.method, r.json) for r in env.http_requests if r.path.endswith("/commands")]


async def test_commands_are_synced_once_by_one_request(
    make_bot: Callable[..., DiscordBot], hashes: MemoryHashes
) -> None:
    async with simcord.run(make_bot()) as env:
        assert [method for method, _ in command_requests(env)] == ["PUT"]
        await env.restart_bot(make_bot())
        assert [method for method, _ in command_requests(env)] == ["PUT"]
    assert hashes.num_puts == 1


async def test_changed_commands_are_synced_again(
    make_bot: Callable[..., DiscordBot], hashes: MemoryHashes
) -> None:
    hashes.values["discord"] = "the hash of older commands"
    async with simcord.run(make_bot()) as env:
        assert len(command_requests(env)) == 1
    assert hashes.num_puts == 1


async def test_commands_have_korean_names_in_korean_clients(
    make_bot: Callable[..., DiscordBot],
) -> None:
    async with simcord.run(make_bot()) as env:
        ((_, payload),) = command_requests(env)
    chat = next(command for command in payload if command["name"] == "chat")

    assert [command["name"] for command in payload] == [
        "chat",
        "status",
        "forget",
        "link",
        "unlink",
        "help",
        "privacy",
        "appeal",
        "mod",
        "Report / judge",
    ]
    assert chat["description"] == "Talk to Lora"
    assert chat["name_localizations"] == {"ko": "대화"}
    assert chat["description_localizations"] == {"ko": "로라에게 말을 걸어요"}
    assert chat["options"][0]["name"] == "message"
    assert chat["options"][0]["max_length"] == 2000
    assert all(command["contexts"] == [0, 1] for command in payload)
    mod, report = payload[-2:]
    assert report["name_localizations"] == {"ko": "신고/재판정"}
    assert mod["name_localizations"] == {"ko": "운영"}
    assert mod["default_member_permissions"] == 1 << 40  # MODERATE_MEMBERS
    warn = next(option for option in mod["options"] if option["name"] == "warn")
    assert warn["name_localizations"] == {"ko": "경고"}
    assert [option["name_localizations"]["ko"] for option in warn["options"]] == [
        "사람",
        "이유",
        "분류",
    ]
    categories = warn["options"][2]["choices"]
    assert categories[0]["name_localizations"] == {"ko": "사랑 고백/만남"}


async def test_failed_sync_does_not_keep_her_from_starting(
    make_bot: Callable[..., DiscordBot], hashes: MemoryHashes
) -> None:
    env = simcord.Env(make_bot())
    env.inject_error("PUT", "/applications/*/commands", status=500)
    await env.start()
    await env.shutdown()

    assert hashes.values == {}
