"""Who is heard, and what of it reaches the engine."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from engine.types import ActiveBlock, StatusReport
from tests.bot.telegram.doubles import echo
from tests.telegram_server.wire import message_json

if TYPE_CHECKING:
    from bot.texts import Texts
    from tests.bot.telegram.doubles import Clock, FakeEngine
    from tests.telegram_server import Chat, TelegramServer, User

pytestmark = pytest.mark.usefixtures("bot")


async def test_private_message_is_answered_with_a_plain_reply(
    server: TelegramServer, engine: FakeEngine, clock: Clock, person: User, chat: Chat
) -> None:
    asked = server.say(chat, person, "안녕, 로라!\n뭐 해?")
    [reply] = await server.until(lambda: server.sent(chat))
    assert (reply.text, reply.reply_to) == ("응, 안녕!", asked)
    [heard] = engine.heard
    assert (heard.platform, heard.text) == ("telegram", "안녕, 로라!\n뭐 해?")
    assert (heard.message_id, heard.chat_id) == (f"{chat.id}:{asked.id}", str(chat.id))
    assert (heard.account_id, heard.author_name) == (str(person.id), "철수")
    assert (heard.sent_at, heard.language) == (clock(), "ko")
    [call] = server.calls_of("sendMessage")
    assert "parse_mode" not in call.params
    assert call.mapping("link_preview_options") == {"is_disabled": True}
    assert call.mapping("reply_parameters")["allow_sending_without_reply"] is True


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("@ohlora_bot 안녕", "안녕"),
        ("@OhLoRA_bot, 안녕", "안녕"),
        ("🦊🦊 안녕 @ohlora_bot", "🦊🦊 안녕"),
        ("나는 @ohlora_bot 좋더라", "나는 오로라 좋더라"),
        ("/chat 오늘 뭐 했어?\n나는 잤어", "오늘 뭐 했어?\n나는 잤어"),
        ("/chat@ohlora_bot 오늘 뭐 했어?", "오늘 뭐 했어?"),
    ],
)
async def test_group_message_is_heard_when_she_is_called(
    server: TelegramServer, engine: FakeEngine, person: User, said: str, heard: str
) -> None:
    group = server.add_group("모임", members=[person])
    asked = server.say(group, person, said)
    [reply] = await server.until(lambda: server.sent(group))
    assert reply.reply_to is asked
    assert [utterance.text for utterance in engine.heard] == [heard]
    assert engine.heard[0].chat_id == str(group.id)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("@ohlora_bot아 안녕", "안녕"),
        ("자니, @ohlora_bot아?", "자니, 오로라야?"),
        ("@ohlora_bot아이스크림 먹자", "아이스크림 먹자"),
    ],
)
async def test_a_particle_on_her_name_does_not_hide_it(
    server: TelegramServer, engine: FakeEngine, person: User, said: str, heard: str
) -> None:
    """Telegram marks no mention here, so she sees it only where she reads everything."""
    group = server.add_group("모임", members=[person], admins=[server.bot])
    server.say(group, person, said)
    await server.until(lambda: server.sent(group))
    assert [utterance.text for utterance in engine.heard] == [heard]


async def test_reply_to_her_is_heard(
    server: TelegramServer, engine: FakeEngine, person: User
) -> None:
    other = server.add_user("영희")
    group = server.add_group("모임", members=[person, other])
    server.say(group, person, "/chat 안녕")
    [hers] = await server.until(lambda: server.sent(group))
    server.say(group, other, "나도 안녕", reply_to=hers)
    await server.until(lambda: len(server.sent(group)) == 2)
    assert [(u.author_name, u.text) for u in engine.heard] == [
        ("철수", "안녕"),
        ("영희", "나도 안녕"),
    ]


async def test_text_mention_is_heard(
    server: TelegramServer, engine: FakeEngine, person: User
) -> None:
    """A link to her account under any words, made by hand: the simulated apps know none."""
    group = server.add_group("모임", members=[person], admins=[server.bot])
    link = {
        "type": "text_mention",
        "offset": 0,
        "length": 2,
        "user": {"id": server.bot.id, "is_bot": True, "first_name": "오로라"},
    }
    message = server.say(group, person, "로라 안녕")
    await server.idle()
    assert engine.heard == []
    message.entities = [link]
    server.state.updates.put("message", message_json(message))
    await server.until(lambda: server.sent(group))
    assert [utterance.text for utterance in engine.heard] == ["로라 안녕"]


async def test_unaddressed_group_messages_stay_unanswered(
    server: TelegramServer, engine: FakeEngine, person: User
) -> None:
    other = server.add_user("영희")
    group = server.add_group("모임", members=[person, other], admins=[server.bot])
    first = server.say(group, person, "오로라 봤어?")
    server.say(group, other, "응", reply_to=first)
    server.say(group, other, "@ohlora_bot2 안녕, a@ohlora_bot.com")
    server.say(group, other, "/chat@other_bot 안녕")
    server.say(group, other, "/unknown")
    await server.idle()
    assert engine.heard == []
    assert server.sent(group) == []


async def test_bots_channels_and_anonymous_admins_are_not_heard(
    server: TelegramServer, engine: FakeEngine
) -> None:
    robot = server.add_user("로봇", username="robot_bot", is_bot=True)
    group = server.add_group("모임", members=[robot], admins=[server.bot], supergroup=True)
    for author in (robot, server.add_channel("광고"), group):
        server.say(group, author, "@ohlora_bot 안녕")
        server.say(group, author, "/status")
    await server.idle()
    assert engine.heard == []
    assert server.sent(group) == []


async def test_edits_are_reviewed_and_not_heard_again(
    server: TelegramServer, engine: FakeEngine, person: User, chat: Chat
) -> None:
    message = server.say(chat, person, "안녕")
    await server.until(lambda: server.sent(chat))
    server.edit(message, "안녕히")
    await server.until(lambda: engine.reviewed == ["안녕히"])
    await server.idle()
    assert len(engine.heard) == len(server.sent(chat)) == 1


async def test_call_without_words_is_asked_for_some(
    server: TelegramServer, engine: FakeEngine, texts: Texts, person: User
) -> None:
    group = server.add_group("모임", members=[person])
    for said in ("/chat", "@ohlora_bot"):
        server.say(group, person, said)
    await server.until(lambda: len(server.sent(group)) == 2)
    assert {m.text for m in server.sent(group)} == {texts.say("chat-empty", "ko")}
    assert engine.heard == []


async def test_caption_counts_as_words_and_a_bare_file_gets_a_hint(
    server: TelegramServer, engine: FakeEngine, texts: Texts, person: User, chat: Chat
) -> None:
    server.share_document(chat, person, b"...", "song.mp3", "이 노래 알아?")
    await server.until(lambda: server.sent(chat))
    server.share_document(chat, person, b"...", "song.mp3")
    await server.until(lambda: len(server.sent(chat)) == 2)
    assert [utterance.text for utterance in engine.heard] == ["이 노래 알아?"]
    assert server.sent(chat)[1].text == texts.say("text-only", "ko")


async def test_a_blocked_person_gets_no_hint(
    server: TelegramServer, engine: FakeEngine, clock: Clock, person: User, chat: Chat
) -> None:
    until = clock() + timedelta(days=1)
    engine.report = StatusReport(ActiveBlock((), until), sanctions=(), memories=())
    server.share_document(chat, person, b"...", "song.mp3")
    server.say(chat, person, "/chat")
    await server.idle()
    assert server.sent(chat) == []


async def test_twenty_people_at_once_get_each_their_own_answer(
    server: TelegramServer, engine: FakeEngine
) -> None:
    engine.script = echo
    people = [server.add_user(f"사람{number}") for number in range(20)]
    chats = [server.add_private_chat(person) for person in people]
    for chat, person in zip(chats, people, strict=True):
        server.say(chat, person, f"{person.first_name}의 말")
    await server.until(lambda: all(map(server.sent, chats)))
    await server.idle()
    for chat, person in zip(chats, people, strict=True):
        [reply] = server.sent(chat)
        assert reply.text == f"{person.first_name}: {person.first_name}의 말"


async def test_a_group_that_migrates_is_answered_under_its_new_id(
    server: TelegramServer, engine: FakeEngine, person: User
) -> None:
    group = server.add_group("모임", members=[person])
    bigger = server.migrate(group)
    server.say(bigger, person, "/chat 여기 있어?")
    await server.until(lambda: server.sent(bigger))
    await server.idle()
    assert len(engine.heard) == len(server.sent(bigger)) == 1
