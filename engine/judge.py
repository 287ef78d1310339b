"""Verdicts for many texts at once."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from engine.errors import StepFailed
from engine.ethics import CLASS_NAMES, NORMAL, Thresholds, Verdict, decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.models import Models


async def judge(models: Models, texts: Sequence[str], thresholds: Thresholds) -> list[Verdict]:
    """The verdict of each text. One without any letter or digit says nothing, so it is normal.

    Raises:
        InferenceError: the encoder did not answer; nobody is to be sanctioned on that.
    """
    spoken = [text for text in texts if any(c.isalnum() for c in text)]
    scored = iter(await models.scores(spoken) if spoken else ())
    silent = {name: float(name == NORMAL) for name in CLASS_NAMES}
    verdicts = []
    for text in texts:
        scores = next(scored) if any(c.isalnum() for c in text) else silent
        if not all(map(isfinite, scores.values())):
            raise StepFailed("The encoder's numbers are not finite")
        verdicts.append(Verdict(scores, decide(scores, thresholds)))
    return verdicts
