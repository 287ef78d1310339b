"""Verdicts for many texts at once."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from engine.errors import StepFailed
from engine.ethics import CLASS_NAMES, NORMAL, Judgement, Reading, Thresholds, Verdict, conclude
from engine.views import View, ViewKind, views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.models import Models

_SILENT = Judgement({name: float(name == NORMAL) for name in CLASS_NAMES})


async def judge(
    models: Models, texts: Sequence[str], thresholds: Thresholds, *, before: str = ""
) -> list[Verdict]:
    """The verdict of each text, on all its views. One without letters or digits is normal.

    Args:
        models: who scores them.
        texts: the messages.
        thresholds: from which score a class counts.
        before: what the person said just before each of them.

    Raises:
        InferenceError: the encoder did not answer; nobody is to be sanctioned on that.
    """
    seen = [views(text, before) for text in texts]
    distinct = list(dict.fromkeys(view.text for of_text in seen for view in of_text))
    judged = await models.judgements(distinct) if distinct else ()
    if not all(isfinite(score) for one in judged for score in one.scores.values()):
        raise StepFailed("The encoder's numbers are not finite")
    known = dict(zip(distinct, judged, strict=True))
    return [
        conclude(
            [Reading(view, known[view.text]) for view in of_text]
            or [Reading(View(ViewKind.RAW, text), _SILENT)],
            thresholds,
            models.judge_version,
        )
        for text, of_text in zip(texts, seen, strict=True)
    ]
