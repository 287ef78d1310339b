"""Pushes updates to the bot's webhook."""

import asyncio

from aiohttp import ClientError, ClientSession

from tests.telegram_server.state import State, Webhook
from tests.telegram_server.updates import Update

AUTH_HEADER = "X-Telegram-Bot-Api-Secret-Token"
RETRY_S = 0.05


async def push_updates(state: State) -> None:
    """Push one update after another, in order, for ever; one that is refused is tried again."""
    async with ClientSession() as session:
        while True:
            pending = state.updates.pending
            if state.webhook is None or not pending:
                await state.updates.changed.wait()
            elif await _push(session, state.webhook, pending[0]):
                state.updates.confirm(pending[0].id + 1)
            else:
                await asyncio.sleep(RETRY_S)


async def _push(session: ClientSession, webhook: Webhook, update: Update) -> bool:
    headers = {AUTH_HEADER: webhook.secret_token} if webhook.secret_token else {}
    try:
        async with session.post(webhook.url, json=update.to_json(), headers=headers) as response:
            return response.ok
    except ClientError:
        return False
