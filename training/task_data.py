"""The rows of one task as token ids, the training rows in other words in every epoch."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from datasets import Dataset
from transformers import TrainerCallback

from training.augmentation import augment
from training.examples import example

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from transformers import TrainerControl, TrainerState, TrainingArguments

    from engine.exchanges import Exchange
    from engine.inference.profile import TaskSpec
    from engine.inference.tokenizer import TextTokenizer
    from training.rows import PersonaRow

    Features = dict[str, list[int]]

IGNORED = -100  # what torch's cross-entropy leaves out
FIXED = -1  # in place of a row's index: its words stay


class TaskData:
    """Rows after a preface and the exchanges shown; `tokens` gives one row as ids and labels."""

    def __init__(
        self,
        spec: TaskSpec,
        tokenizer: TextTokenizer,
        rows: Sequence[PersonaRow],
        shown: Sequence[Sequence[Exchange]] | None = None,
        *,
        preface: str = "",
    ) -> None:
        self.rows = rows
        self._preface = preface
        self._spec = spec
        self._tokenizer = tokenizer
        self._shown = shown or [()] * len(rows)

    def tokens(self, index: int, random: Random | None = None) -> Features:
        """One row, in other words if there is a `random`; labels count from the completion on."""
        row = augment(self.rows[index], random) if random else self.rows[index]
        pair = example(self._spec, row, self._shown[index])
        prompt = self._tokenizer.encode_prompt(self._preface + pair.prompt)
        completion = [*self._tokenizer.encode(pair.completion), self._tokenizer.eos_id]
        return {
            "input_ids": prompt + completion,
            "labels": [IGNORED] * len(prompt) + completion,
        }

    def dataset(self, *, renewable: bool = True) -> Dataset:
        """All rows as they are written, each with its index if its words may be drawn anew."""
        return Dataset.from_list(
            [
                {**self.tokens(index), "row": index if renewable else FIXED}
                for index in range(len(self.rows))
            ]
        )


class RenewedBatches(TrainerCallback):  # type: ignore[misc]  # transformers is not typed
    """A data collator that draws each training row's words anew in every epoch.

    What is drawn depends on the seed, the epoch and the row alone, so a resumed run goes on with
    the words it would have had.
    """

    def __init__(
        self,
        pad: Callable[[list[Features]], dict[str, Any]],
        data: TaskData,
        seed: int,
        *,
        renews: bool,
    ) -> None:
        self._pad = pad
        self._data = data
        self._seed = seed
        self._renews = renews
        self._epoch = 0

    def __call__(self, features: list[dict[str, Any]]) -> dict[str, Any]:
        """One padded batch."""
        return self._pad([self._renewed(feature) for feature in features])

    def on_epoch_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> None:
        """From here on batches are of this epoch."""
        del args, control, kwargs
        self._epoch = int(state.epoch or 0)

    def _renewed(self, feature: dict[str, Any]) -> Features:
        row = feature["row"]
        if row == FIXED or not self._renews:
            return {key: feature[key] for key in ("input_ids", "labels")}
        return self._data.tokens(row, Random(f"{self._seed}-{self._epoch}-{row}"))
