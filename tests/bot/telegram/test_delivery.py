"""Replies arrive: whole, in order, and though the network fails; or the engine is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from engine.errors import DeliveryFailed
from engine.notices import Busy, NoAnswer
from tests import telegram_server as tg
from tests.bot.telegram.doubles import echo, saying
from tests.telegram_server.text import utf16_units

if TYPE_CHECKING:
    from bot.texts import Texts
    from engine.types import Utterance
    from engine.via import Via
    from tests.bot.telegram.doubles import FakeEngine
    from tests.telegram_server import Chat, TelegramServer, User

pytestmark = pytest.mark.usefixtures("bot")


async def test_long_reply_is_split_by_utf16_units(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    text = " ".join(f"{number}번째로 하는 말이야🦊👨‍👩‍👧" for number in range(600))
    engine.script = saying(text)
    asked = server.say(chat, person, "길게 말해 봐")
    await server.until(lambda: len(server.sent(chat)) == 4)
    await server.idle()
    parts = server.sent(chat)
    assert " ".join(part.text for part in parts) == text
    assert all(utf16_units(part.text) <= 4096 for part in parts)
    assert [part.reply_to for part in parts] == [asked, None, None, None]


async def test_markup_is_sent_as_it_is(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    engine.script = saying("<b>*_굵게_* [링크](https://example.com) @everyone")
    server.say(chat, person, "꾸며 봐")
    [reply] = await server.until(lambda: server.sent(chat))
    assert reply.text == "<b>*_굵게_* [링크](https://example.com) @everyone"


async def test_notice_is_in_the_persons_language(
    server: TelegramServer, engine: FakeEngine, texts: Texts
) -> None:
    async def refuse(_utterance: Utterance, via: Via) -> None:
        await via.notice(Busy())

    engine.script = refuse
    person = server.add_user("Ann", language_code="en-GB")
    chat = server.add_private_chat(person)
    server.say(chat, person, "Hi")
    [notice] = await server.until(lambda: server.sent(chat))
    assert notice.text == texts.say("notice-busy", "en")


@pytest.mark.parametrize(
    "faults",
    [
        [tg.RetryAfter(1)],
        [tg.ServerError(502), tg.ServerError(500, "Internal Server Error")],
        [tg.Dropped(), tg.Dropped()],
        [tg.ServerError(504, "Gateway Timeout"), tg.Dropped(), tg.RetryAfter(1)],
    ],
)
async def test_nothing_is_lost_and_order_is_kept(
    server: TelegramServer,
    engine: FakeEngine,
    person: User,
    chat: Chat,
    faults: list[tg.RetryAfter | tg.ServerError | tg.Dropped],
) -> None:
    engine.script = saying("하나", "둘", "셋")
    for fault in faults:
        server.fail_next("sendMessage", fault)
    server.say(chat, person, "세어 봐")
    await server.until(lambda: len(server.sent(chat)) == 3)
    await server.idle()
    assert [message.text for message in server.sent(chat)] == ["하나", "둘", "셋"]
    assert engine.errors == []


async def test_a_waiting_reply_is_not_overtaken_in_its_chat(
    server: TelegramServer, engine: FakeEngine
) -> None:
    people = [server.add_user(name) for name in ("철수", "영희")]
    group = server.add_group("모임", members=people)
    first_sent = asyncio.Event()

    async def in_turn(utterance: Utterance, via: Via) -> None:
        if utterance.author_name == "영희":
            await first_sent.wait()
        await echo(utterance, via)

    engine.script = in_turn
    server.fail_next("sendMessage", tg.RetryAfter(1))
    for person in people:
        server.say(group, person, "/chat 안녕")
    await server.until(lambda: server.calls_of("sendMessage"))
    first_sent.set()
    await server.until(lambda: len(server.sent(group)) == 2)
    assert [m.text for m in server.sent(group)] == ["철수: 안녕", "영희: 안녕"]


async def test_a_reply_whose_fate_is_unknown_is_sent_again(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    """The documented double: it had arrived, but nobody can tell."""
    server.fail_next("sendMessage", tg.Dropped(delivered=True))
    server.say(chat, person, "안녕")
    await server.until(lambda: len(server.sent(chat)) == 2)
    await server.idle()
    assert [m.text for m in server.sent(chat)] == ["응, 안녕!", "응, 안녕!"]
    assert engine.errors == []


@pytest.mark.parametrize(
    "refusal",
    [
        tg.Forbidden("bot was blocked by the user"),
        tg.BadRequest("chat not found"),
        tg.BadRequest("not enough rights to send text messages to the chat"),
    ],
)
async def test_refusal_for_good_is_delivery_failed_and_no_storm(
    server: TelegramServer,
    engine: FakeEngine,
    person: User,
    chat: Chat,
    refusal: tg.Forbidden | tg.BadRequest,
) -> None:
    server.fail_next("sendMessage", refusal)
    server.say(chat, person, "안녕")
    [error] = await server.until(lambda: engine.errors)
    await server.idle()
    assert isinstance(error, DeliveryFailed)
    assert error.platform == "telegram"
    assert error.reason.lower().endswith(refusal.reason)
    assert len(server.calls_of("sendMessage")) == 1


async def test_person_who_blocks_her_meanwhile(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    async def too_late(_utterance: Utterance, via: Via) -> None:
        server.block(person)
        async with via.typing():
            await via.reply("어디 갔어?")

    engine.script = too_late
    server.say(chat, person, "잘 있어")
    [error] = await server.until(lambda: engine.errors)
    await server.idle()
    assert isinstance(error, DeliveryFailed)
    assert len(server.calls_of("sendMessage")) == 1


async def test_outage_that_outlasts_all_tries_is_delivery_failed(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    server.fail_next("sendMessage", tg.ServerError(502), times=4)
    server.say(chat, person, "안녕")
    [error] = await server.until(lambda: engine.errors)
    await server.idle()
    assert isinstance(error, DeliveryFailed)
    assert len(server.calls_of("sendMessage")) == 4


async def test_reply_follows_a_group_that_migrates_meanwhile(
    server: TelegramServer, engine: FakeEngine, person: User
) -> None:
    group = server.add_group("모임", members=[person])
    bigger: list[Chat] = []

    async def while_it_grows(_utterance: Utterance, via: Via) -> None:
        bigger.append(server.migrate(group))
        async with via.typing():
            await via.reply("이사했네?")

    engine.script = while_it_grows
    server.say(group, person, "/chat 안녕")
    await server.until(lambda: bigger and server.sent(bigger[0]))
    await server.idle()
    [reply] = server.sent(bigger[0])
    assert (reply.text, reply.reply_to) == ("이사했네?", None)
    assert engine.errors == []


async def test_answer_to_a_deleted_message_still_comes(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    async def after_deletion(utterance: Utterance, via: Via) -> None:
        chat.messages[int(utterance.message_id.partition(":")[2])].is_deleted = True
        await via.notice(NoAnswer())

    engine.script = after_deletion
    server.say(chat, person, "앗 실수")
    [reply] = await server.until(lambda: server.sent(chat))
    assert reply.reply_to is None


async def test_typing_is_renewed_until_the_reply(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    thought = asyncio.Event()

    async def think(_utterance: Utterance, via: Via) -> None:
        async with via.typing():
            await thought.wait()
        await via.reply("생각났어!")

    engine.script = think
    server.say(chat, person, "뭐였더라?")
    await server.until(lambda: len(server.calls_of("sendChatAction")) >= 3)
    assert server.calls_of("sendChatAction")[0].params == {"chat_id": chat.id, "action": "typing"}
    thought.set()
    await server.until(lambda: server.sent(chat))
    await server.idle()
    methods = [call.method for call in server.calls]
    assert "sendChatAction" not in methods[methods.index("sendMessage") :]


async def test_people_in_one_group_share_one_sign(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    people = [server.add_user(f"사람{number}") for number in range(5)]
    group = server.add_group("모임", members=people)
    gate, stalled = asyncio.Event(), asyncio.Event()

    async def think(utterance: Utterance, via: Via) -> None:
        async with via.typing():
            if utterance.chat_id == str(group.id):
                await gate.wait()
        await via.reply("응")

    engine.script = think
    server.fail_next("sendChatAction", tg.Stalled(stalled))
    for member in people:
        server.say(group, member, "/chat 안녕")
    await server.until(lambda: len(engine.heard) == len(people))
    # By the time of this whole turn elsewhere, a second sign would have been seen.
    server.say(chat, person, "안녕")
    await server.until(lambda: server.sent(chat))
    signs = [call.number("chat_id") for call in server.calls_of("sendChatAction")]
    assert signs.count(group.id) == 1
    stalled.set()
    gate.set()
    await server.until(lambda: len(server.sent(group)) == len(people))


async def test_typing_does_not_use_up_what_a_group_may_get_of_replies(
    server: TelegramServer, engine: FakeEngine, person: User
) -> None:
    """Twenty messages a minute; a reply that counted as one more would come too late for this."""
    group, thought = server.add_group("모임", members=[person]), asyncio.Event()

    async def think(_utterance: Utterance, via: Via) -> None:
        async with via.typing():
            await thought.wait()
        await via.reply("생각났어!")

    engine.script = think
    server.say(group, person, "/chat 뭐였더라?")
    await server.until(lambda: len(server.calls_of("sendChatAction")) > 20)
    thought.set()
    await server.until(lambda: server.sent(group), timeout_s=2.0)


@pytest.mark.parametrize(
    "fault",
    [
        tg.Forbidden("bot was kicked"),
        tg.RetryAfter(30),
        tg.ServerError(502),
        tg.Dropped(),
        tg.Stalled(asyncio.Event()),
    ],
)
async def test_typing_that_fails_does_not_touch_the_reply(
    server: TelegramServer,
    engine: FakeEngine,
    person: User,
    chat: Chat,
    fault: tg.Forbidden | tg.RetryAfter | tg.ServerError | tg.Dropped | tg.Stalled,
) -> None:
    server.fail_next("sendChatAction", fault, times=50)
    server.say(chat, person, "안녕")
    [reply] = await server.until(lambda: server.sent(chat))
    assert reply.text == "응, 안녕!"
    assert engine.errors == []
