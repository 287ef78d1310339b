"""The shipped judge on rows of ours, exactly as the product asks it: all views of each text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.ethics import Reading, Thresholds, conclude
from engine.views import View, ViewKind, views
from training.ethics.figures import Judged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.inference.judge_model import JudgeModel
    from training.rows import EthicsRow


@dataclass(frozen=True, slots=True)
class Judge:
    """A model with thresholds."""

    model: JudgeModel
    thresholds: Thresholds

    def judged(
        self, rows: Sequence[EthicsRow], change: Callable[[str], str] = lambda text: text
    ) -> list[Judged]:
        """Every row with the scores of its text as it was sent, and the decision of all views.

        `change` is what somebody made of each text before it was sent.
        """
        texts = [change(row.text) for row in rows]
        seen = [views(text) or (View(ViewKind.RAW, text),) for text in texts]
        distinct = list({view.text: None for of_text in seen for view in of_text})
        known = dict(zip(distinct, self.model.judgements(distinct), strict=True))
        judged = []
        for row, of_text in zip(rows, seen, strict=True):
            readings = [Reading(view, known[view.text]) for view in of_text]
            verdict = conclude(readings, self.thresholds, self.model.version)
            judged.append(Judged(row, known[of_text[0].text].scores, verdict.decision))
        return judged
