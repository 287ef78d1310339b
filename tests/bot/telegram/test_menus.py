"""Command menus: in two languages, and set only when they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import telegram_server as tg

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from bot.adapters.telegram_bot import TelegramBot
    from bot.texts import Texts
    from tests.bot.telegram.doubles import MemoryHashes
    from tests.telegram_server import TelegramServer

NUM_MENUS = 6  # private, group and its administrators, in Korean and English


async def live_once(make_bot: Callable[[], TelegramBot]) -> None:
    bot = make_bot()
    await bot.start()
    await bot.stop()


async def test_people_see_the_menu_of_their_chat_and_language(
    server: TelegramServer, make_bot: Callable[[], TelegramBot], texts: Texts
) -> None:
    await live_once(make_bot)
    for code, language in (("ko", "ko"), ("en", "en"), ("de", "ko")):
        person = server.add_user("누구", language_code=code)
        group = server.add_group("모임", members=[person])
        alone = server.shown_commands(server.add_private_chat(person), person)
        together = server.shown_commands(group, person)
        assert list(alone) == [
            "status", "appeal", "link", "unlink", "forget", "help", "privacy", "start",
        ]  # fmt: skip
        assert list(together) == ["chat", "status", "forget", "help", "privacy"]
        server.promote(group, person)
        assert "mod" in server.shown_commands(group, person)
        assert alone["status"] == texts.say("command-status-description", language)


async def test_menus_are_set_once(
    server: TelegramServer, make_bot: Callable[[], TelegramBot]
) -> None:
    await live_once(make_bot)
    assert len(server.calls_of("setMyCommands")) == NUM_MENUS
    await live_once(make_bot)
    assert len(server.calls_of("setMyCommands")) == NUM_MENUS


async def test_only_changed_menus_are_set_again(
    server: TelegramServer,
    make_bot: Callable[[], TelegramBot],
    texts: Texts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await live_once(make_bot)
    say = texts.say

    def say_anew(key: str, language: str | None, **values: str | int) -> str:
        changed = key == "command-chat-description" and language == "en"
        return "Talk to her" if changed else say(key, language, **values)

    monkeypatch.setattr(texts, "say", say_anew)
    await live_once(make_bot)
    # the command is in the menu of members and in that of administrators
    assert len(server.calls_of("setMyCommands")) == NUM_MENUS + 2


async def test_menu_that_cannot_be_set_is_tried_again_next_time(
    server: TelegramServer, make_bot: Callable[[], TelegramBot], hashes: MemoryHashes
) -> None:
    server.fail_next("setMyCommands", tg.RetryAfter(3000))
    await live_once(make_bot)
    assert len(hashes.values) == NUM_MENUS - 1
    await live_once(make_bot)
    assert len(hashes.values) == NUM_MENUS
    assert len(server.calls_of("setMyCommands")) == NUM_MENUS + 1
