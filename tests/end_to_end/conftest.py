"""A whole Oh-LoRA with the real models, over a database file of her own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

import pytest

from bot.app import now_utc
from bot.texts import Texts
from engine.engine import Engine
from engine.policy import Policy
from storage.database import Database
from tests.end_to_end.people import SEOUL
from tests.end_to_end.processes import set_environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime
    from pathlib import Path

    from engine.inference.request import Completion, GenerationRequest
    from engine.inference.service import Inference


class MakeEngine(Protocol):
    """Puts an engine together over the test's database and the real models."""

    def __call__(
        self, policy: Policy | None = None, clock: Callable[[], datetime] = now_utc
    ) -> Engine: ...


@pytest.fixture
def texts() -> Texts:
    return Texts.load()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ohlora.sqlite3'}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """It has to be sound after every test, however rough that was."""
    database = await Database.open(database_url)
    yield database
    assert await database.check_integrity() == []
    await database.close()


@pytest.fixture
def make_engine(database: Database, inference: Inference) -> MakeEngine:
    def make(policy: Policy | None = None, clock: Callable[[], datetime] = now_utc) -> Engine:
        return Engine(
            database,
            inference,
            policy or Policy(),
            clock=clock,
            monotonic=time.monotonic,
            zone=SEOUL,
        )

    return make


@pytest.fixture
def requests(inference: Inference, monkeypatch: pytest.MonkeyPatch) -> list[GenerationRequest]:
    """All that the language model is asked during a test."""
    asked: list[GenerationRequest] = []
    generate = inference.generate

    async def noting(request: GenerationRequest) -> Completion:
        asked.append(request)
        return await generate(request)

    monkeypatch.setattr(inference, "generate", noting)
    return asked


@pytest.fixture
def _environment(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process of our own is started with: no tokens, the test's database, the cache."""
    set_environment(monkeypatch, tmp_path, database_url)
