"""One call of the Bot API: how it is read from HTTP, and typed access to its parameters."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import BodyPartReader, web

from tests.telegram_server.errors import bad_request

Json = dict[str, Any]

# Forms carry every value as text. These are strings even when they look like JSON: a person may
# well write "123" or "null".
_STRINGS = frozenset(
    {
        "action",
        "callback_query_id",
        "caption",
        "document",
        "file_id",
        "language_code",
        "parse_mode",
        "photo",
        "secret_token",
        "text",
        "url",
    }
)


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """A call that the bot made.

    Args:
        method: As in the address, `sendMessage` for example.
        params: Decoded values.
        files: Uploads by the name of their form field.
        at: When it came, by the injected clock.
    """

    method: str
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)
    at: datetime = field(kw_only=True)

    def text(self, name: str) -> str:
        """A string, empty when absent."""
        return str(self.params.get(name, ""))

    def number(self, name: str, default: int = 0) -> int:
        """An integer, or the default when it is absent or is none."""
        try:
            return int(self.params.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """A boolean, false when absent."""
        return self.params.get(name) in (True, 1, "true", "True")

    def mapping(self, name: str) -> Json:
        """A JSON object, empty when absent."""
        value = self.params.get(name) or {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name} JSON object")
        return value

    def items(self, name: str) -> list[Json]:
        """A JSON array of objects, empty when absent."""
        value = self.params.get(name) or []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name} JSON object")
        return value


async def read_call(request: web.Request, method: str, at: datetime) -> Call:
    """Read a call in any of the encodings that the Bot API takes."""
    params: Json = {name: _decoded(name, value) for name, value in request.query.items()}
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        params |= await request.json()
    elif request.content_type == "multipart/form-data":
        form, files = await _read_multipart(request)
        params |= form
    else:
        form = {name: str(value) for name, value in (await request.post()).items()}
        params |= {name: _decoded(name, value) for name, value in form.items()}
    return Call(method, params, files, at=at)


async def _read_multipart(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    # `request.post()` would keep uploads in temporary files and leave closing them to the
    # garbage collector.
    params: Json = {}
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise bad_request("nested multipart in request")
        content, name = bytes(await part.read()), part.name or ""
        if part.filename is None:
            params[name] = _decoded(name, content.decode())
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            files[name] = Upload(part.filename, mime_type, content)
    return params, files


def _decoded(name: str, value: str) -> object:
    if name not in _STRINGS:
        with suppress(ValueError):
            decoded: object = json.loads(value)
            return decoded
    return value
