"""Where updates are pushed to, for bots that do not poll."""

import re

from tests.telegram_server.calls import Call, Json
from tests.telegram_server.errors import bad_request, conflict
from tests.telegram_server.state import State, Webhook

MAX_SECRET_CHARS = 256


def set_webhook(state: State, call: Call) -> bool:
    """Push updates from now on. Plain http is taken too, as by a Bot API server of one's own."""
    url, secret_token = call.text("url"), call.text("secret_token")
    if not url:
        return delete_webhook(state, call)
    if not re.match(r"https?://", url):
        raise bad_request("invalid webhook URL specified")
    if len(secret_token) > MAX_SECRET_CHARS:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret_token):
        raise bad_request("secret token contains unallowed characters")
    state.updates.end_poll(conflict("terminated by setWebhook request"))
    _drop_pending(state, call)
    state.updates.allow(call.params.get("allowed_updates"))
    state.webhook = Webhook(url, secret_token)
    state.updates.changed.send()
    return True


def delete_webhook(state: State, call: Call) -> bool:
    """Go back to polling."""
    _drop_pending(state, call)
    state.webhook = None
    return True


def get_webhook_info(state: State, _call: Call) -> Json:
    """A `WebhookInfo`."""
    return {
        "url": state.webhook.url if state.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending),
        "allowed_updates": sorted(state.updates.kinds),
    }


def _drop_pending(state: State, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        state.updates.clear()
