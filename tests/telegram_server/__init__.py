"""A simulated Telegram Bot API for tests, over real HTTP.

Example:
    async with TelegramServer(clock) as server:
        user = server.add_user("철수", language_code="ko")
        chat = server.add_private_chat(user)
        server.say(chat, user, "안녕")
        await server.until(lambda: server.sent(chat))
"""

from tests.telegram_server.calls import Call
from tests.telegram_server.errors import ApiError, ImpossibleActionError, NotSimulatedError
from tests.telegram_server.faults import (
    BadRequest,
    Dropped,
    Forbidden,
    RetryAfter,
    ServerError,
    Stalled,
)
from tests.telegram_server.members import ADMIN_RIGHTS, PERMISSIONS, Member
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import CallbackQuery, Chat, Draft, Message, User

__all__ = [
    "ADMIN_RIGHTS",
    "PERMISSIONS",
    "ApiError",
    "BadRequest",
    "Call",
    "CallbackQuery",
    "Chat",
    "Draft",
    "Dropped",
    "Forbidden",
    "ImpossibleActionError",
    "Member",
    "Message",
    "NotSimulatedError",
    "RetryAfter",
    "ServerError",
    "Stalled",
    "TelegramServer",
    "User",
]
