"""Where what breaks while answering on Discord ends: it is logged, and the person is told."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from engine.errors import DeliveryFailed
from engine.notices import Failed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.adapters.discord_via import Wording
    from engine.via import Via

NETWORK_ERRORS = (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError)
"""What discord.py raises where Discord does not answer as it should."""

log = structlog.get_logger(__name__)


@asynccontextmanager
async def told_if_it_breaks(via: Via, message_id: str) -> AsyncIterator[None]:
    """Every error of the answering inside ends here."""
    try:
        yield
    except DeliveryFailed as refused:
        log.warning("discord_delivery_failed", message_id=message_id, reason=refused.reason)
    except Exception:
        log.exception("discord_answer_failed", message_id=message_id)
        await _tell(via, message_id)


async def tell_interaction(interaction: discord.Interaction, wording: Wording) -> None:
    """Tell the person that a command or a button broke, whether it was acknowledged or not."""
    text = wording.say("command-failed")
    quiet = discord.AllowedMentions.none()
    try:
        if interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True, allowed_mentions=quiet)
        else:
            await interaction.response.send_message(text, ephemeral=True, allowed_mentions=quiet)
    except discord.HTTPException as error:
        log.warning("discord_failure_not_told", status=error.status, code=error.code)


async def _tell(via: Via, message_id: str) -> None:
    try:
        await via.notice(Failed())
    except Exception as error:
        log.warning("discord_failure_not_told", message_id=message_id, reason=type(error).__name__)
