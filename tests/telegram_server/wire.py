"""The objects of the Bot API, as JSON, from what the server holds."""

from datetime import datetime

from tests.telegram_server.calls import Json
from tests.telegram_server.members import ADMIN_RIGHTS, PERMISSIONS, Member
from tests.telegram_server.state import Chat, Message, State, StoredFile, User


def unix(at: datetime) -> int:
    """A date as the Bot API writes it."""
    return int(at.timestamp())


def user_json(user: User) -> Json:
    """A `User`; what is empty is left out, as Telegram does."""
    optional = {"username": user.username, "language_code": user.language_code}
    return {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name} | _given(optional)


def chat_json(chat: Chat) -> Json:
    """A `Chat`."""
    name = "first_name" if chat.type == "private" else "title"
    return {"id": chat.id, "type": chat.type, name: chat.title}


def message_json(message: Message, *, is_quoted: bool = False) -> Json:
    """A `Message`; the quoted one of a reply does not show what it replied to itself."""
    json: Json = {
        "message_id": message.id,
        "date": unix(message.at),
        "chat": chat_json(message.chat),
        "from": user_json(message.sender),
        **message.service,
    }
    prefix = "caption" if message.has_media else "text"
    entities = "caption_entities" if message.has_media else "entities"
    json |= _given({prefix: message.text, entities: message.entities})
    json |= _media_json(message)
    if message.sender_chat:
        json["sender_chat"] = chat_json(message.sender_chat)
    if message.edited_at:
        json["edit_date"] = unix(message.edited_at)
    if message.keyboard:
        json["reply_markup"] = {"inline_keyboard": message.keyboard}
    if message.reply_to and not is_quoted:
        json["reply_to_message"] = message_json(message.reply_to, is_quoted=True)
    return json


def member_json(state: State, member: Member) -> Json:
    """A `ChatMember` of the class that the status calls for."""
    json: Json = {"user": user_json(state.users[member.user_id]), "status": member.status}
    until_date = unix(member.until) if member.until else 0
    match member.status:
        case "creator":
            json["is_anonymous"] = False
        case "administrator":
            json |= {"can_be_edited": False, "is_anonymous": False}
            json |= {right: right in member.rights for right in sorted(ADMIN_RIGHTS)}
        case "restricted":
            json |= {"is_member": member.is_present, "until_date": until_date}
            json |= {name: name in member.permissions for name in sorted(PERMISSIONS)}
        case "kicked":
            json["until_date"] = until_date
        case _:
            pass
    return json


def file_json(file: StoredFile) -> Json:
    """A `File`, `PhotoSize` or `Document`, without what each adds."""
    return {
        "file_id": file.id,
        "file_unique_id": f"unique-{file.id}",
        "file_size": len(file.content),
    }


def _media_json(message: Message) -> Json:
    if message.photo:
        sizes = [
            file_json(size) | {"width": size.width, "height": size.height} for size in message.photo
        ]
        return {"photo": sizes}
    if file := message.document:
        names = {"file_name": file.name, "mime_type": file.mime_type}
        return {"document": file_json(file) | _given(names)}
    return {}


def _given(fields: Json) -> Json:
    return {name: value for name, value in fields.items() if value}
