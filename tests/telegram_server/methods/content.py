"""What calls that write have in common: text with entities, keyboards, replies."""

from tests.telegram_server import markup
from tests.telegram_server.calls import Call, Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.state import Chat, Message
from tests.telegram_server.text import (
    MAX_CAPTION_UNITS,
    MAX_TEXT_UNITS,
    Entity,
    check_entities,
    trimmed,
    utf16_units,
    with_found,
)

MAX_BUTTON_BYTES = 64


def read_text(call: Call) -> tuple[str, list[Entity]]:
    """The text of a message, which must not be empty."""
    text, entities = _formatted(call, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_units(text) > MAX_TEXT_UNITS:
        raise bad_request("message is too long")
    return text, entities


def read_draft_text(call: Call) -> str:
    """The text of a draft; an empty one shows "Thinking..."."""
    text, _ = _formatted(call, "text", "entities")
    if utf16_units(text) > MAX_TEXT_UNITS:
        raise bad_request("message is too long")
    return text


def read_caption(call: Call) -> tuple[str, list[Entity]]:
    """The caption of a file, often empty."""
    text, entities = _formatted(call, "caption", "caption_entities")
    if utf16_units(text) > MAX_CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return text, entities


def _formatted(call: Call, text_name: str, entities_name: str) -> tuple[str, list[Entity]]:
    text, entities = call.text(text_name), call.items(entities_name)
    if parse_mode := call.text("parse_mode"):
        text, entities = markup.parse(text, parse_mode)
    check_entities(text, entities)
    text, entities = trimmed(text, entities)
    return text, with_found(text, entities)


def read_keyboard(call: Call) -> list[list[Json]]:
    """The inline keyboard of a call; other kinds of reply markup leave no trace here."""
    rows: list[list[Json]] = call.mapping("reply_markup").get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise bad_request("inline keyboard button text must be non-empty")
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= MAX_BUTTON_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    return rows


def replied_message(chat: Chat, call: Call) -> Message | None:
    """The message that a call answers, if any."""
    if call.number("message_thread_id"):
        raise bad_request("message thread not found")
    reply = call.mapping("reply_parameters")
    if not reply:
        return None
    message = chat.messages.get(reply.get("message_id", 0))
    if message is not None and not message.is_deleted:
        return message
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
