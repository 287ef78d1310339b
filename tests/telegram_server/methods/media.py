"""Files: photos and documents that the bot sends, and what it may download."""

from tests.telegram_server.calls import Call, Json, Upload
from tests.telegram_server.errors import bad_request
from tests.telegram_server.images import image_size
from tests.telegram_server.methods.access import writable_chat
from tests.telegram_server.methods.content import read_caption
from tests.telegram_server.methods.messages import new_message
from tests.telegram_server.state import State, StoredFile
from tests.telegram_server.wire import file_json, message_json

MAX_PHOTO_BYTES = 10_000_000
MAX_UPLOAD_BYTES = 50_000_000
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_PHOTO_SIDES_PX = 10_000
THUMBNAIL_PX = 90


def send_photo(state: State, call: Call) -> Json:
    """Post an image, uploaded or sent before."""
    caption, entities = read_caption(call)
    chat = writable_chat(state, call)
    source = _input_file(state, call, "photo")
    photo = keep_photo(state, source.content) if isinstance(source, Upload) else (source,)
    message = new_message(state, chat, call)
    message.photo, message.text, message.entities = photo, caption, entities
    return message_json(state.post(message))


def send_document(state: State, call: Call) -> Json:
    """Post a file, uploaded or sent before."""
    caption, entities = read_caption(call)
    chat = writable_chat(state, call)
    source = _input_file(state, call, "document")
    document = keep_document(state, source) if isinstance(source, Upload) else source
    message = new_message(state, chat, call)
    message.document, message.text, message.entities = document, caption, entities
    return message_json(state.post(message))


def get_file(state: State, call: Call) -> Json:
    """Where a file can be downloaded from."""
    file = state.files.get(call.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file_json(file) | {"file_path": file.path}


def keep_photo(state: State, content: bytes) -> tuple[StoredFile, ...]:
    """The sizes of a photo: a thumbnail by name, and the image itself as the last."""
    size = image_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > MAX_PHOTO_SIDES_PX or 0 in size:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    if len(content) > MAX_PHOTO_BYTES:
        raise bad_request("file is too big")
    scale = min(1.0, THUMBNAIL_PX / max(size))
    small_width, small_height = (max(1, round(side * scale)) for side in size)
    # Nothing is scaled here. A thumbnail that is no image shows up whoever takes the wrong size.
    thumbnail = StoredFile("", "", b"thumbnail", "x.jpg", width=small_width, height=small_height)
    image = StoredFile("", "", content, "x.jpg", width=size[0], height=size[1])
    return state.store("photos", thumbnail), state.store("photos", image)


def keep_document(state: State, upload: Upload) -> StoredFile:
    """A file of any kind, under its own name."""
    document = StoredFile("", "", upload.content, upload.name, upload.mime_type)
    return state.store("documents", document)


def _input_file(state: State, call: Call, name: str) -> Upload | StoredFile:
    value = call.text(name)
    upload = call.files.get(value.removeprefix("attach://") if value else name)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > MAX_UPLOAD_BYTES:
            raise bad_request("file is too big")
        return upload
    if not value:
        raise bad_request(f"there is no {name} in the request")
    if value not in state.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return state.files[value]
