"""The shipped judge on rows of ours, exactly as the product asks it: all views of each text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.ethics import CLASS_NAMES, Judgement, Reading, Thresholds, conclude
from engine.inference.profile import EncoderRole
from engine.views import View, ViewKind, views
from training.ethics.figures import Judged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engine.inference.encoder import SentenceEncoder
    from training.rows import EthicsRow


@dataclass(frozen=True, slots=True)
class Judge:
    """An encoder with thresholds."""

    encoder: SentenceEncoder
    thresholds: Thresholds

    def judged(
        self, rows: Sequence[EthicsRow], change: Callable[[str], str] = lambda text: text
    ) -> list[Judged]:
        """Every row with the scores of its text as it was sent, and the decision of all views.

        `change` is what somebody made of each text before it was sent.
        """
        texts = [change(row.text) for row in rows]
        seen = [views(text) or (View(ViewKind.RAW, text),) for text in texts]
        known = self._scores([view.text for of_text in seen for view in of_text])
        judged = []
        for row, of_text in zip(rows, seen, strict=True):
            readings = [Reading(view, Judgement(known[view.text])) for view in of_text]
            verdict = conclude(readings, self.thresholds, "")
            judged.append(Judged(row, known[of_text[0].text], verdict.decision))
        return judged

    def _scores(self, texts: Sequence[str]) -> dict[str, Mapping[str, float]]:
        distinct = list(dict.fromkeys(texts))
        names = self.encoder.embed(EncoderRole.ETHICS, list(CLASS_NAMES.values()))
        cosines = self.encoder.embed(EncoderRole.ETHICS, distinct) @ names.T
        rows = self.encoder.score(EncoderRole.ETHICS, cosines).tolist()
        return {
            text: dict(zip(CLASS_NAMES, row, strict=True))
            for text, row in zip(distinct, rows, strict=True)
        }
