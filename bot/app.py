"""The composition root: every part is made here and handed to those that need it."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.engine import Engine
from engine.inference.prepare import prepare
from engine.inference.profile import Profile
from engine.inference.service import Inference, set_threads
from engine.policy import Policy
from engine.rules import Rules
from storage.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.config import Settings
    from engine.inference.hub import Report

DRAIN_TIMEOUT_S = 8.0  # twice this and the platforms' own 5 s stay under 25 s


def now_utc() -> datetime:
    """The wall clock of the running program; tests pass their own."""
    return datetime.now(UTC)


def load_inference(settings: Settings, report: Report) -> Inference:
    """Prepare the profile's models and load them. It blocks: call it before the event loop.

    Raises:
        ModelError: they cannot be prepared or loaded; the message says what to do.
    """
    if settings.threads:
        set_threads(settings.threads)
    profile = Profile.load(settings.profile)
    models = prepare(profile, settings.cache, report)
    return Inference.load(profile, models, max_waiting=settings.max_waiting)


@asynccontextmanager
async def open_engine(settings: Settings, inference: Inference) -> AsyncIterator[Engine]:
    """An engine over an open database; leaving it drains, then closes both."""
    database = await Database.open(settings.database_url)
    engine = Engine(
        database,
        inference,
        Policy.of(
            inference.profile,
            rules=Rules.load(settings.rules),
            reply_timeout_s=settings.reply_timeout_s,
        ),
        clock=now_utc,
        monotonic=time.monotonic,
        zone=ZoneInfo(settings.timezone),
    )
    try:
        yield engine
    finally:
        await engine.drain(DRAIN_TIMEOUT_S)
        await asyncio.shield(_close(inference, database))


async def _close(inference: Inference, database: Database) -> None:
    await inference.stop()
    await database.close()
