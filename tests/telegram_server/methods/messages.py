"""Messages of the bot: sent, edited, deleted, drafted; and answers to button presses."""

from datetime import timedelta

from tests.telegram_server.calls import Call, Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.methods.access import joined_chat, writable_chat
from tests.telegram_server.methods.content import (
    read_caption,
    read_draft_text,
    read_keyboard,
    read_text,
    replied_message,
)
from tests.telegram_server.state import Chat, Draft, Message, State
from tests.telegram_server.text import Entity
from tests.telegram_server.wire import message_json

CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
DELETABLE_FOR = timedelta(hours=48)
MAX_ANSWER_CHARS = 200

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def new_message(state: State, chat: Chat, call: Call) -> Message:
    """A message of the bot, with the keyboard and the reply that the call asks for."""
    reply_to, keyboard = replied_message(chat, call), read_keyboard(call)
    return Message(
        state.next_message_id(chat),
        chat,
        state.bot,
        state.clock(),
        reply_to=reply_to,
        keyboard=keyboard,
    )


def send_message(state: State, call: Call) -> Json:
    """Post a text message."""
    text, entities = read_text(call)
    chat = writable_chat(state, call)
    message = new_message(state, chat, call)
    message.text, message.entities = text, entities
    chat.draft = None
    return message_json(state.post(message))


def send_message_draft(state: State, call: Call) -> bool:
    """Show one person a message on its way."""
    text = read_draft_text(call)
    chat = writable_chat(state, call)
    if chat.type != "private":
        raise bad_request("TEXTDRAFT_PEER_INVALID")
    if call.number("draft_id") == 0:
        raise bad_request("draft identifier must be non-zero")
    chat.draft = Draft(call.number("draft_id"), text, state.clock())
    return True


def send_chat_action(state: State, call: Call) -> bool:
    """Say that the bot is typing, or the like."""
    writable_chat(state, call)
    if call.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def edit_message_text(state: State, call: Call) -> Json:
    """Replace the text, and the keyboard: one that is left out disappears."""
    text, entities = read_text(call)
    message = _editable(state, call)
    if message.has_media:
        raise bad_request("there is no text in the message to edit")
    return _edited(state, message, text, entities, read_keyboard(call))


def edit_message_caption(state: State, call: Call) -> Json:
    """Replace the caption, and the keyboard."""
    caption, entities = read_caption(call)
    message = _editable(state, call)
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    return _edited(state, message, caption, entities, read_keyboard(call))


def edit_message_reply_markup(state: State, call: Call) -> Json:
    """Replace the keyboard alone."""
    message = _editable(state, call)
    return _edited(state, message, message.text, message.entities, read_keyboard(call))


def _editable(state: State, call: Call) -> Message:
    message = joined_chat(state, call).messages.get(call.number("message_id"))
    if message is None or message.is_deleted:
        raise bad_request("message to edit not found")
    if message.sender is not state.bot:
        raise bad_request("message can't be edited")
    return message


def _edited(
    state: State, message: Message, text: str, entities: list[Entity], keyboard: list[list[Json]]
) -> Json:
    if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
        raise bad_request(_NOT_MODIFIED)
    message.past_texts.append(message.text)
    message.text, message.entities, message.keyboard = text, entities, keyboard
    message.edited_at = state.clock()
    return message_json(message)


def delete_message(state: State, call: Call) -> bool:
    """Take a message back, or out of a group where the bot may do that."""
    chat = joined_chat(state, call)
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.is_deleted:
        raise bad_request("message to delete not found")
    if not _may_delete(state, chat, message):
        raise bad_request("message can't be deleted")
    message.is_deleted = True
    return True


def _may_delete(state: State, chat: Chat, message: Message) -> bool:
    now = state.clock()
    if chat.member(state.bot.id, now).may("can_delete_messages"):
        return True
    is_ours = message.sender is state.bot or chat.type == "private"
    return is_ours and now - message.at < DELETABLE_FOR


def answer_callback_query(state: State, call: Call) -> bool:
    """End the progress bar on a pressed button."""
    query = state.queries.get(call.text("callback_query_id"))
    if query is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(call.text("text")) > MAX_ANSWER_CHARS:
        raise bad_request("MESSAGE_TOO_LONG")
    query.is_answered = True
    query.answer, query.is_alert = call.text("text"), call.flag("show_alert")
    return True
