"""The simulated Telegram, asked by the real python-telegram-bot over real HTTP."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeChat,
    ChatMemberBanned,
    ChatMemberRestricted,
    ChatPermissions,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from tests import telegram_server as tg
from tests.telegram_server import TelegramServer

App = Application[Any, Any, Any, Any, Any, Any]
Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Awaitable[None]]


@dataclass
class ManualClock:
    """Time that moves when a test says so."""

    now: datetime = datetime(2026, 11, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def advance(self, **parts: float) -> None:
        """Let time pass."""
        self.now += timedelta(**parts)


@pytest.fixture
def clock() -> ManualClock:
    """The time in Telegram."""
    return ManualClock()


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[TelegramServer]:
    """A Telegram, open for the test."""
    async with TelegramServer(clock) as server:
        yield server


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    """A client of it."""
    async with client(server) as bot:
        yield bot


def client(server: TelegramServer, token: str = "") -> Bot:
    """The library's client, unmodified."""
    # Making its two TLS contexts takes longer than most tests, and plain http uses none.
    request, get_updates_request = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    return Bot(
        token or server.token,
        base_url=server.base_url + "/bot",
        base_file_url=server.base_url + "/file/bot",
        request=request,
        get_updates_request=get_updates_request,
    )


@asynccontextmanager
async def polling(
    server: TelegramServer, *handlers: Any, allowed_updates: Sequence[str] | None = None
) -> AsyncIterator[App]:
    """The library's application, polling, with these handlers."""
    builder = Application.builder().token(server.token).base_url(server.base_url + "/bot")
    app = builder.base_file_url(server.base_url + "/file/bot").build()
    app.add_handlers(handlers)
    assert app.updater is not None
    async with app:
        await app.start()
        await app.updater.start_polling(allowed_updates=allowed_updates)
        yield app
        await app.updater.stop()
        await app.stop()


def received(update: Update) -> Message:
    """The message that came, new or edited."""
    assert update.effective_message is not None
    return update.effective_message


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer with the same words."""
    await received(update).reply_text(received(update).text or "?", do_quote=True)


ECHO = MessageHandler(filters.TEXT, echo)


def png(width: int, height: int) -> bytes:
    """A grey image."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + checksum

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    pixels = zlib.compress((b"\x00" + b"\x80" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


# Updates and answers


async def test_message_gets_a_quoting_reply(server: TelegramServer) -> None:
    """The shortest way round: a person's words in, the bot's reply out."""
    user = server.add_user("철수", language_code="ko")
    chat = server.add_private_chat(user)
    async with polling(server, ECHO):
        asked = server.say(chat, user, "  안녕, 오로라! ")
        [reply] = await server.until(lambda: server.sent(chat))
    assert reply.text == "안녕, 오로라!"
    assert reply.reply_to is asked


async def test_command_carries_its_arguments(server: TelegramServer) -> None:
    """Commands are found by the entity, which the server makes as Telegram does."""
    chat = server.add_private_chat(user := server.add_user("철수"))
    arguments: list[list[str] | None] = []

    async def remember(_update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        arguments.append(context.args)

    async with polling(server, CommandHandler("forget", remember)):
        server.say(chat, user, "/forget all of it")
        server.say(chat, user, "/forget을 설명해 줘")
        await server.idle()
    assert arguments == [["all", "of", "it"]]


async def test_mention_is_found_behind_an_emoji(server: TelegramServer) -> None:
    """Offsets count UTF-16 units, and a particle glued to the name undoes the mention."""
    user = server.add_user("철수")
    group = server.add_group("모임", members=[user], admins=[server.bot])
    mentions: list[list[str]] = []

    async def remember(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        mentions.append(list(received(update).parse_entities([MessageEntity.MENTION]).values()))

    async with polling(server, MessageHandler(filters.ALL, remember)):
        server.say(group, user, "🦊🦊 @ohlora_bot 안녕")
        server.say(group, user, "@ohlora_bot아 안녕")
        await server.until(lambda: len(mentions) == 2)
    assert mentions == [["@ohlora_bot"], []]


async def test_button_press_is_answered_and_edits_the_message(server: TelegramServer) -> None:
    """A callback query, from the keyboard to the notice on the screen."""
    chat = server.add_private_chat(user := server.add_user("철수"))
    keyboard = InlineKeyboardMarkup.from_button(
        InlineKeyboardButton("그만", callback_data="stop:1")
    )

    async def offer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        await received(update).reply_text("…", reply_markup=keyboard)

    async def stop(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None
        assert query.data == "stop:1"
        await query.answer("멈췄어요", show_alert=True)
        await query.edit_message_text("멈춤")

    async with polling(server, CommandHandler("go", offer), CallbackQueryHandler(stop)):
        server.say(chat, user, "/go")
        [message] = await server.until(lambda: server.sent(chat))
        query = server.press(message, user, "그만")
        await server.until(lambda: message.text == "멈춤")
    assert (query.answer, query.is_alert) == ("멈췄어요", True)
    assert message.buttons == {}
    with pytest.raises(tg.ImpossibleActionError):
        server.press(message, user, "그만")


async def test_idle_proves_silence_and_waits_for_speech(server: TelegramServer) -> None:
    """After `idle` what is not there will not come."""
    user = server.add_user("철수")
    group = server.add_group("모임", members=[user], admins=[server.bot])
    only_questions = MessageHandler(filters.Regex(r"\?$"), echo)
    async with polling(server, only_questions):
        server.say(group, user, "그냥 하는 말")
        await server.idle()
        assert server.sent(group) == []
        server.say(group, user, "뭐해?")
        await server.idle()
        assert len(server.sent(group)) == 1


async def test_impatient_waits_name_the_last_calls(server: TelegramServer, bot: Bot) -> None:
    """A failed wait must tell what happened instead."""
    await bot.get_chat(server.add_private_chat(server.add_user("철수")).id)
    with pytest.raises(AssertionError, match=r"getChat \{'chat_id': 5000000001\}"):
        await server.until(lambda: False, timeout_s=0.01)
    with pytest.raises(AssertionError, match="not silent"):
        await server.idle(timeout_s=0.01)


async def test_updates_come_again_until_confirmed(server: TelegramServer, bot: Bot) -> None:
    """An answer may get lost: only a higher offset makes Telegram forget."""
    chat = server.add_private_chat(user := server.add_user("철수"))
    server.say(chat, user, "하나")
    server.say(chat, user, "둘")
    first, second = await bot.get_updates()
    assert await bot.get_updates() == (first, second)
    assert await bot.get_updates(offset=-1) == (second,)
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_updates_are_kept_for_a_day(
    server: TelegramServer, bot: Bot, clock: ManualClock
) -> None:
    """A bot that was away longer misses what was said first."""
    chat = server.add_private_chat(user := server.add_user("철수"))
    server.say(chat, user, "어제")
    clock.advance(hours=23, minutes=59)
    server.say(chat, user, "방금")
    assert len(await bot.get_updates()) == 2
    clock.advance(minutes=1)
    [update] = await bot.get_updates()
    assert received(update).text == "방금"


async def test_edit_by_a_person_is_an_update_of_its_own(server: TelegramServer, bot: Bot) -> None:
    """The bot reads the new words under the old id."""
    chat = server.add_private_chat(user := server.add_user("철수"))
    said = server.say(chat, user, "안냥")
    server.edit(said, "안녕")
    _, update = await bot.get_updates()
    assert update.edited_message is not None
    assert (update.edited_message.message_id, update.edited_message.text) == (said.id, "안녕")


async def test_second_poller_ends_the_first(server: TelegramServer) -> None:
    """409 goes to the poll that was there before."""
    async with client(server) as one, client(server) as other:
        poll = asyncio.create_task(one.get_updates(timeout=10))
        await server.until(lambda: server.calls_of("getUpdates"))
        await other.get_updates(timeout=0)
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await poll


async def test_wrong_token_is_unauthorized(server: TelegramServer) -> None:
    """A client with a wrong token gets nowhere."""
    with pytest.raises(InvalidToken):
        await client(server, "1:wrong").__aenter__()
    assert server.calls == []


async def test_webhook_pushes_until_accepted(server: TelegramServer, bot: Bot) -> None:
    """Updates go out in order, with the secret, again after a refusal; polls are refused."""
    chat = server.add_private_chat(user := server.add_user("철수"))
    seen: list[tuple[str, str | None]] = []

    async def receive(request: web.Request) -> web.Response:
        update = Update.de_json(await request.json(), bot)
        header = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        seen.append((received(update).text or "", header))
        return web.Response(status=500 if len(seen) == 1 else 200)

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url, secret = f"http://127.0.0.1:{runner.addresses[0][1]}/hook", "s-1"
    await bot.set_webhook(url, secret_token=secret)
    server.say(chat, user, "하나")
    server.say(chat, user, "둘")
    await server.idle()
    with pytest.raises(Conflict, match="can't use getUpdates"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == url
    await bot.delete_webhook()
    assert await bot.get_updates() == ()
    await runner.cleanup()
    assert seen == [("하나", secret), ("하나", secret), ("둘", secret)]


# What the bot writes


async def test_text_is_limited_in_utf16_units(server: TelegramServer, bot: Bot) -> None:
    """4096 letters, but half as many emoji; blank text is none."""
    chat = server.add_private_chat(server.add_user("철수"))
    await bot.send_message(chat.id, "가" * 4096)
    await bot.send_message(chat.id, "🦊" * 2048)
    for too_long in ("가" * 4097, "🦊" * 2049):
        with pytest.raises(BadRequest, match="Message is too long"):
            await bot.send_message(chat.id, too_long)
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(chat.id, " \n")
    assert len(server.sent(chat)) == 2


@pytest.mark.parametrize(
    ("text", "parse_mode", "reason"),
    [
        ("<b>굵게", "HTML", "Can't find end tag corresponding to start tag"),
        ("가<나>", "HTML", 'Unsupported start tag "나" at byte offset 3'),
        ("1 < 2", "HTML", "Unclosed start tag at byte offset 2"),
        ("v1.0", "MarkdownV2", "Character '.' is reserved and must be escaped"),
        ("*굵게", "MarkdownV2", "Can't find end of Bold entity at byte offset 0"),
    ],
)
async def test_broken_markup_is_refused(
    server: TelegramServer, bot: Bot, text: str, parse_mode: str, reason: str
) -> None:
    """A model's words sent as markup without escaping end here."""
    chat = server.add_private_chat(server.add_user("철수"))
    with pytest.raises(BadRequest, match=f"(?i)can't parse entities: {reason}"):
        await bot.send_message(chat.id, text, parse_mode=parse_mode)


async def test_markup_becomes_entities(server: TelegramServer, bot: Bot) -> None:
    """Both kinds of markup, counted in UTF-16 units, with what Telegram finds by itself."""
    chat = server.add_private_chat(server.add_user("철수"))
    html = await bot.send_message(
        chat.id, "🦊 <b>a &lt; <i>b</i></b> @ohlora_bot", parse_mode="HTML"
    )
    assert html.text == "🦊 a < b @ohlora_bot"
    assert [(e.type, e.offset, e.length) for e in html.entities] == [
        ("bold", 3, 5),
        ("italic", 7, 1),
        ("mention", 9, 11),
    ]
    markdown = await bot.send_message(chat.id, r"*굵게* `x.y` 끝\.", parse_mode="MarkdownV2")
    assert markdown.text == "굵게 x.y 끝."
    assert [(e.type, e.offset, e.length) for e in markdown.entities] == [
        ("bold", 0, 2),
        ("code", 3, 3),
    ]


async def test_entities_must_fit_the_text(server: TelegramServer, bot: Bot) -> None:
    """Past the end and through the middle of an emoji are both refused."""
    chat = server.add_private_chat(server.add_user("철수"))
    for offset, length, reason in ((0, 9, "after the end"), (1, 1, "middle of a utf-16 symbol")):
        bold = MessageEntity(MessageEntity.BOLD, offset, length)
        with pytest.raises(BadRequest, match=reason):
            await bot.send_message(chat.id, "🦊 a", entities=[bold])


async def test_five_edits_leave_their_history(server: TelegramServer, bot: Bot) -> None:
    """Streaming by edits; the same text again is an error, as is an edit of another's words."""
    chat = server.add_private_chat(user := server.add_user("철수"))
    message = await bot.send_message(chat.id, "0")
    for text in "12345":
        await message.edit_text(text)
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await message.edit_text("5")
    [kept] = server.sent(chat)
    assert (kept.text, kept.past_texts) == ("5", list("01234"))
    said = server.say(chat, user, "내 말")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("네 말", chat.id, said.id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("없는 말", chat.id, 999)


async def test_reply_to_what_is_gone_is_refused(server: TelegramServer, bot: Bot) -> None:
    """Unless the bot says that it may go without."""
    chat = server.add_private_chat(server.add_user("철수"))
    gone = await bot.send_message(chat.id, "하나")
    await gone.delete()
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(chat.id, "둘", reply_to_message_id=gone.message_id)
    reply = ReplyParameters(gone.message_id, allow_sending_without_reply=True)
    assert (await bot.send_message(chat.id, "둘", reply_parameters=reply)).reply_to_message is None


async def test_keyboard_can_be_taken_away_alone(server: TelegramServer, bot: Bot) -> None:
    """The text stays; a keyboard that is gone cannot go again."""
    chat = server.add_private_chat(server.add_user("철수"))
    button = InlineKeyboardButton("그만", callback_data="stop")
    markup = InlineKeyboardMarkup.from_button(button)
    message = await bot.send_message(chat.id, "…", reply_markup=markup)
    assert server.sent(chat)[0].buttons == {"그만": "stop"}
    await message.edit_reply_markup(None)
    assert (server.sent(chat)[0].text, server.sent(chat)[0].buttons) == ("…", {})
    with pytest.raises(BadRequest, match="Message is not modified"):
        await message.edit_reply_markup(None)


async def test_draft_shows_for_half_a_minute(
    server: TelegramServer, bot: Bot, clock: ManualClock
) -> None:
    """Only in private chats, and gone with the message that it was a draft of."""
    chat, group = server.add_private_chat(server.add_user("철수")), server.add_group("모임")
    await bot.send_message_draft(chat.id, 7, "")
    await bot.send_message_draft(chat.id, 7, "생각 중")
    assert server.draft(chat) == "생각 중"
    clock.advance(seconds=30)
    assert server.draft(chat) is None
    await bot.send_message_draft(chat.id, 7, "생각했어")
    await bot.send_message(chat.id, "생각했어요")
    assert server.draft(chat) is None
    with pytest.raises(BadRequest, match="Textdraft_peer_invalid"):
        await bot.send_message_draft(group.id, 7, "안 돼")


async def test_chat_action_is_recorded(server: TelegramServer, bot: Bot) -> None:
    """Typing leaves a call and nothing else."""
    chat = server.add_private_chat(server.add_user("철수"))
    await bot.send_chat_action(chat.id, ChatAction.TYPING)
    [call] = server.calls_of("sendChatAction")
    assert call.params == {"chat_id": chat.id, "action": "typing"}
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(chat.id, "sleeping")


async def test_button_data_is_limited_in_bytes(server: TelegramServer, bot: Bot) -> None:
    """64 bytes are only 21 syllables of Hangul."""
    chat = server.add_private_chat(server.add_user("철수"))
    for data in ("가" * 21, "가" * 22):
        button = InlineKeyboardButton("x", callback_data=data)
        sending = bot.send_message(chat.id, "x", reply_markup=InlineKeyboardMarkup([[button]]))
        if len(data.encode()) <= 64:
            await sending
        else:
            with pytest.raises(BadRequest, match="Button_data_invalid"):
                await sending


async def test_photo_goes_up_and_comes_down(server: TelegramServer, bot: Bot) -> None:
    """Multipart in, sizes out, bytes as they were; text is no photo."""
    chat = server.add_private_chat(server.add_user("철수"))
    image = png(200, 100)
    sent = await bot.send_photo(chat.id, image, caption="그림")
    thumbnail, photo = sent.photo
    assert (photo.width, photo.height, thumbnail.width) == (200, 100, 90)
    assert sent.caption == "그림"
    assert bytes(await (await photo.get_file()).download_as_bytearray()) == image
    again = await bot.send_photo(chat.id, photo.file_id)
    assert again.photo[-1].file_id == photo.file_id
    jpeg = b"\xff\xd8" + b"\xff\xe0\x00\x04ab" + b"\xff\xc0\x00\x11\x08\x00\x02\x00\x03" + bytes(9)
    assert (await bot.send_photo(chat.id, jpeg)).photo[-1].height == 2
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(chat.id, b"text")


async def test_photo_of_a_person_reaches_the_bot(server: TelegramServer) -> None:
    """The other way: a person's image, downloaded by the handler."""
    chat = server.add_private_chat(user := server.add_user("철수"))
    images: list[bytes] = []

    async def download(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        file = await received(update).photo[-1].get_file()
        images.append(bytes(await file.download_as_bytearray()))

    async with polling(server, MessageHandler(filters.PHOTO, download)):
        server.share_photo(chat, user, png(3, 2), caption="이거 뭐야?")
        await server.until(lambda: images)
    assert images == [png(3, 2)]


async def test_document_keeps_its_name(server: TelegramServer, bot: Bot) -> None:
    """File names travel in headers: Hangul must survive that, in both directions."""
    chat = server.add_private_chat(user := server.add_user("철수"))
    sent = await bot.send_document(chat.id, b"\x00\x01", filename="기억.json")
    server.share_document(chat, user, b"\x00\x01", "기억.json")
    [update] = await bot.get_updates()
    for document in (sent.document, received(update).document):
        assert document is not None
        assert document.file_name == "기억.json"
        assert bytes(await (await document.get_file()).download_as_bytearray()) == b"\x00\x01"
    await sent.edit_caption("내가 아는 것")
    assert server.sent(chat)[0].text == "내가 아는 것"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await sent.edit_text("내가 아는 것")


async def test_deleting_needs_time_or_a_right(
    server: TelegramServer, bot: Bot, clock: ManualClock
) -> None:
    """Own words for two days, those of others with the right to, each only once."""
    user = server.add_user("철수")
    group = server.add_group("모임", members=[user], supergroup=True)
    said, mine = server.say(group, user, "나쁜 말"), await bot.send_message(group.id, "하나")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, said.id)
    await mine.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await mine.delete()
    old = await bot.send_message(group.id, "둘")
    clock.advance(hours=48)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await old.delete()
    server.promote(group, server.bot, {"can_delete_messages"})
    await bot.delete_message(group.id, said.id)
    assert said.is_deleted


async def test_supergroups_number_their_own_messages(server: TelegramServer, bot: Bot) -> None:
    """A message id means nothing without its chat."""
    groups = [server.add_group(title, supergroup=True) for title in ("가", "나")]
    assert [(await bot.send_message(group.id, "안녕")).message_id for group in groups] == [1, 1]


# Groups


@pytest.mark.parametrize(
    ("text", "delivers_mentions", "is_delivered"),
    [
        ("그냥 하는 말", True, False),
        ("/help", False, True),
        ("/help@ohlora_bot", False, True),
        ("/help@other_bot", False, False),
        ("@ohlora_bot 안녕", False, False),
        ("@ohlora_bot 안녕", True, True),
    ],
)
async def test_privacy_mode_hides_what_is_not_for_the_bot(
    clock: ManualClock, text: str, delivers_mentions: bool, is_delivered: bool
) -> None:
    """A plain member sees commands and replies; a mention, as configured."""
    async with TelegramServer(clock, delivers_mentions=delivers_mentions) as server:
        group = server.add_group("모임", members=[user := server.add_user("철수")])
        server.say(group, user, text)
        async with client(server) as bot:
            assert bool(await bot.get_updates()) == is_delivered
            assert bot.bot.can_read_all_group_messages is False


async def test_reply_to_the_bot_passes_privacy_mode(server: TelegramServer, bot: Bot) -> None:
    """A reply is meant for whom it answers."""
    user = server.add_user("철수")
    group = server.add_group("모임", members=[user])
    await bot.send_message(group.id, "안녕하세요")
    [greeting] = server.sent(group)
    unheard = server.say(group, user, "누구야?")
    server.say(group, user, "그러게", reply_to=unheard)
    server.say(group, user, "반가워", reply_to=greeting)
    [update] = await bot.get_updates()
    assert received(update).text == "반가워"
    assert received(update).reply_to_message is not None


@pytest.mark.parametrize(
    ("length", "is_forever"),
    [
        (timedelta(seconds=29), True),
        (timedelta(seconds=30), False),
        (timedelta(days=366), False),
        (timedelta(days=366, seconds=1), True),
    ],
)
async def test_ban_that_is_too_short_or_long_never_ends(
    server: TelegramServer, bot: Bot, clock: ManualClock, length: timedelta, is_forever: bool
) -> None:
    """The rule that turned many a 20-second ban into one for life."""
    user = server.add_user("영희")
    group = server.add_group("모임", members=[user], admins=[server.bot], supergroup=True)
    await bot.ban_chat_member(group.id, user.id, until_date=clock() + length)
    banned = await bot.get_chat_member(group.id, user.id)
    assert isinstance(banned, ChatMemberBanned)
    assert (banned.until_date.timestamp() == 0) == is_forever
    clock.advance(seconds=length.total_seconds())
    after = await bot.get_chat_member(group.id, user.id)
    assert after.status == ("kicked" if is_forever else "left")


async def test_restriction_silences_until_it_ends(
    server: TelegramServer, bot: Bot, clock: ManualClock
) -> None:
    """A muted person stays in the chat, and speaks again afterwards or once forgiven."""
    user = server.add_user("영희")
    group = server.add_group("모임", members=[user], admins=[server.bot], supergroup=True)
    silence, until = ChatPermissions.no_permissions(), clock() + timedelta(minutes=5)
    await bot.restrict_chat_member(group.id, user.id, silence, until_date=until)
    muted = await bot.get_chat_member(group.id, user.id)
    assert isinstance(muted, ChatMemberRestricted)
    assert (muted.until_date, muted.is_member, muted.can_send_messages) == (until, True, False)
    with pytest.raises(tg.ImpossibleActionError):
        server.say(group, user, "억울해")
    clock.advance(minutes=5)
    server.say(group, user, "돌아왔다")
    await bot.restrict_chat_member(group.id, user.id, silence)
    await bot.restrict_chat_member(group.id, user.id, ChatPermissions.all_permissions())
    assert (await bot.get_chat_member(group.id, user.id)).status == "member"


async def test_unban_removes_a_member_who_was_not_banned(server: TelegramServer, bot: Bot) -> None:
    """The trap that `only_if_banned` is for."""
    user = server.add_user("영희")
    group = server.add_group("모임", members=[user], admins=[server.bot], supergroup=True)
    await bot.unban_chat_member(group.id, user.id, only_if_banned=True)
    assert (await bot.get_chat_member(group.id, user.id)).status == "member"
    await bot.unban_chat_member(group.id, user.id)
    assert (await bot.get_chat_member(group.id, user.id)).status == "left"
    await bot.ban_chat_member(group.id, user.id)
    with pytest.raises(tg.ImpossibleActionError):
        server.join(group, user)
    await bot.unban_chat_member(group.id, user.id, only_if_banned=True)
    server.join(group, user)


async def test_moderation_needs_rank(server: TelegramServer, bot: Bot) -> None:
    """The right must be held, and nobody's admin or owner is touched."""
    user, admin, owner = (server.add_user(name) for name in ("영희", "민수", "방장"))
    group = server.add_group("모임", members=[user], admins=[admin], owner=owner, supergroup=True)
    with pytest.raises(BadRequest, match="Not enough rights to restrict/unrestrict chat member"):
        await bot.ban_chat_member(group.id, user.id)
    server.promote(group, server.bot, {"can_restrict_members"})
    for target, reason in (
        (admin.id, "User is an administrator of the chat"),
        (owner.id, "Can't remove chat owner"),
        (server.bot.id, "Can't restrict self"),
        (404, "Participant_id_invalid"),
    ):
        with pytest.raises(BadRequest, match=reason):
            await bot.ban_chat_member(group.id, target)
    admins = await bot.get_chat_administrators(group.id)
    assert {member.user.id for member in admins} == {admin.id, owner.id, server.bot.id}
    basic = server.add_group("작은 모임", members=[user], admins=[server.bot])
    await bot.ban_chat_member(basic.id, user.id)
    assert (await bot.get_chat_member(basic.id, user.id)).status == "left"
    with pytest.raises(BadRequest, match="Method is available only for supergroups"):
        await bot.restrict_chat_member(basic.id, user.id, ChatPermissions.no_permissions())


async def test_channel_is_banned_as_a_sender(server: TelegramServer, bot: Bot) -> None:
    """Who speaks as a channel cannot be banned as a person."""
    group = server.add_group("모임", admins=[server.bot], supergroup=True)
    channel = server.add_channel("광고")
    server.say(group, channel, "사세요")
    server.say(group, group, "방장입니다")
    as_channel, as_group = [received(update) for update in await bot.get_updates()]
    assert as_channel.sender_chat is not None
    assert as_channel.sender_chat.id == channel.id
    assert as_group.from_user is not None
    assert as_group.from_user.username == "GroupAnonymousBot"
    await bot.ban_chat_sender_chat(group.id, channel.id)
    with pytest.raises(tg.ImpossibleActionError):
        server.say(group, channel, "또 사세요")
    await bot.unban_chat_sender_chat(group.id, channel.id)
    server.say(group, channel, "다시 사세요")


async def test_members_are_news_only_when_asked_for(server: TelegramServer) -> None:
    """`chat_member` must be named in `allowed_updates`; what befalls the bot always comes."""
    user = server.add_user("영희")
    group = server.add_group("모임", admins=[server.bot], supergroup=True)
    async with polling(server):
        server.join(group, user)
        await server.idle()
    async with client(server) as bot:
        await bot.get_updates(allowed_updates=["chat_member", "my_chat_member"])
        server.leave(group, user)
        server.remove(group, server.bot)
        left, removed = await bot.get_updates()
        assert left.chat_member is not None
        assert left.chat_member.new_chat_member.status == "left"
        assert removed.my_chat_member is not None
        assert removed.my_chat_member.new_chat_member.status == "kicked"
        with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
            await bot.send_message(group.id, "왜요")


async def test_bot_may_leave(server: TelegramServer, bot: Bot) -> None:
    """After that the group is closed to it."""
    group = server.add_group("모임", members=[server.add_user("철수")])
    assert await bot.get_chat_member_count(group.id) == 3
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.get_chat_administrators(group.id)


async def test_migration_moves_the_group(server: TelegramServer, bot: Bot) -> None:
    """Two service messages tell of the new id; who missed them is told by an error."""
    group = server.add_group("모임", members=[user := server.add_user("철수")])
    bigger = server.migrate(group)
    old, new = [received(update) for update in await bot.get_updates()]
    assert (old.chat.id, old.migrate_to_chat_id) == (group.id, bigger.id)
    assert (new.chat.id, new.migrate_from_chat_id) == (bigger.id, group.id)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "여보세요?")
    assert caught.value.new_chat_id == bigger.id
    assert (await bot.get_chat_member(bigger.id, user.id)).status == "member"


async def test_command_menus_narrow_down(server: TelegramServer, bot: Bot) -> None:
    """Each scope and language is a menu of its own; people see the narrowest one."""
    user, admin = server.add_user("철수", language_code="ko"), server.add_user("Ann")
    group = server.add_group("모임", members=[user], admins=[admin])
    chat = server.add_private_chat(user)
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("help", "도움말")], language_code="ko")
    admins, here = BotCommandScopeAllChatAdministrators(), BotCommandScopeChat(chat.id)
    await bot.set_my_commands([BotCommand("ban", "Ban")], scope=admins)
    await bot.set_my_commands([BotCommand("forget", "잊기")], scope=here)
    assert await bot.get_my_commands(language_code="ko") == (BotCommand("help", "도움말"),)
    assert await bot.get_my_commands(scope=admins, language_code="ko") == ()
    assert server.shown_commands(group, user) == {"help": "도움말"}
    assert server.shown_commands(group, admin) == {"ban": "Ban"}
    assert server.shown_commands(chat, user) == {"forget": "잊기"}
    await bot.delete_my_commands(scope=here)
    assert server.shown_commands(chat, user) == {"help": "도움말"}
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("도움말", "도움말")])


# Faults


async def test_flood_control_names_the_wait(
    server: TelegramServer, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """429 once, then all is well, and every attempt is on record."""
    # Otherwise the library warns of a coming change whenever it raises this error.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    chat = server.add_private_chat(server.add_user("철수"))
    server.fail_next("sendMessage", tg.RetryAfter(3))
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(chat.id, "안녕")
    assert caught.value.retry_after == timedelta(seconds=3)
    await bot.send_message(chat.id, "안녕")
    assert len(server.calls_of("sendMessage")) == 2
    assert len(server.sent(chat)) == 1


async def test_server_errors_come_as_often_as_planned(server: TelegramServer, bot: Bot) -> None:
    """Faults queue up by method and leave others alone."""
    chat = server.add_private_chat(server.add_user("철수"))
    server.fail_next("sendMessage", tg.ServerError(502), times=2)
    server.fail_next("sendMessage", tg.BadRequest("chat not found"))
    for expected in ("Bad Gateway", "Bad Gateway", "Chat not found"):
        with pytest.raises(NetworkError, match=expected):
            await bot.send_message(chat.id, "안녕")
        await bot.get_me()
    await bot.send_message(chat.id, "안녕")


@pytest.mark.parametrize("delivered", [False, True])
async def test_dropped_connection_hides_whether_it_worked(
    server: TelegramServer, bot: Bot, delivered: bool
) -> None:
    """The same error for the bot, with and without the message in the chat."""
    chat = server.add_private_chat(server.add_user("철수"))
    server.fail_next("sendMessage", tg.Dropped(delivered=delivered))
    with pytest.raises(NetworkError):
        await bot.send_message(chat.id, "안녕")
    assert len(server.sent(chat)) == delivered
    await bot.send_message(chat.id, "다시")


async def test_polling_survives_a_dropped_connection(server: TelegramServer) -> None:
    """The library polls again after a second, and nothing is lost."""
    chat = server.add_private_chat(user := server.add_user("철수"))
    server.fail_next("getUpdates", tg.Dropped())
    async with polling(server, ECHO):
        server.say(chat, user, "들려?")
        assert await server.until(lambda: server.sent(chat))


async def test_stalled_call_goes_on_when_let(server: TelegramServer, bot: Bot) -> None:
    """A call held in mid-air, to act while it is under way."""
    chat, gate = server.add_private_chat(server.add_user("철수")), asyncio.Event()
    server.fail_next("sendMessage", tg.Stalled(gate))
    sending = asyncio.create_task(bot.send_message(chat.id, "안녕"))
    await server.until(lambda: server.calls_of("sendMessage"))
    assert server.sent(chat) == []
    gate.set()
    await sending
    assert len(server.sent(chat)) == 1


async def test_people_can_be_out_of_reach(server: TelegramServer, bot: Bot) -> None:
    """Blocked, never met, and unknown: three different refusals."""
    blocker, stranger = server.add_user("철수"), server.add_user("영희")
    server.add_private_chat(blocker)
    server.block(blocker)
    for chat_id, error, reason in (
        (blocker.id, Forbidden, "bot was blocked by the user"),
        (stranger.id, Forbidden, "bot can't initiate conversation with a user"),
        (404, BadRequest, "Chat not found"),
    ):
        with pytest.raises(error, match=reason):
            await bot.send_message(chat_id, "안녕")
    [update] = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    server.unblock(blocker)
    await bot.send_message(blocker.id, "안녕")


async def test_unknown_method_fails_the_test(clock: ManualClock) -> None:
    """An error that Telegram would not have made must not pass for one of its own."""

    async def throw_dice() -> None:
        async with TelegramServer(clock) as server, client(server) as bot:
            with pytest.raises(NetworkError, match="sendDice"):
                await bot.send_dice(server.add_private_chat(server.add_user("철수")).id)

    with pytest.raises(ExceptionGroup) as caught:
        await throw_dice()
    assert isinstance(caught.value.exceptions[0], tg.NotSimulatedError)
