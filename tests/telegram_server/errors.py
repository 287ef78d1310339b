"""What goes wrong: refusals worded as the Bot API words them, and mistakes of a test."""


class ApiError(Exception):
    """A refusal that the bot sees as `{"ok": false, ...}`.

    Args:
        code: HTTP status and `error_code`.
        description: The text that clients match on, prefix included.
        parameters: `retry_after` or `migrate_to_chat_id`.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class NotSimulatedError(Exception):
    """The bot used a part of the Bot API that this server leaves out."""


class ImpossibleActionError(Exception):
    """A test asked of a person what Telegram's own apps would not let them do."""


def bad_request(reason: str) -> ApiError:
    """The request cannot be carried out as it stands."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """The bot may not reach this person or chat."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """Updates are already going somewhere else."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after_s: int) -> ApiError:
    """The bot must wait before it tries again."""
    return ApiError(
        429, f"Too Many Requests: retry after {retry_after_s}", retry_after=retry_after_s
    )
