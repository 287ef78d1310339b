"""Fixtures with the real models, which are converted once and kept in the user's cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config import Settings
from engine.inference.prepare import prepare
from engine.inference.profile import Profile
from engine.inference.service import Inference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.inference.prepare import PreparedModels


@pytest.fixture(scope="session")
def prepared() -> PreparedModels:
    return prepare(Profile.load("embedded"), Settings.read().cache, lambda *_: None)


@pytest.fixture(scope="session")
def inference(prepared: PreparedModels) -> Iterator[Inference]:
    """The shipped models behind one worker, for the whole test run."""
    inference = Inference.load(Profile.load("embedded"), prepared)
    yield inference
    inference.worker.close()
