"""Rows as token ids: the loss counts on her words alone, which are drawn anew in every epoch."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from transformers import TrainerControl, TrainerState

from engine.exchanges import Exchange, InputKind
from engine.inference.profile import Profile, Task
from tests.inference.tiny import byte_tokenizer
from tests.training.samples import sample_row
from training.examples import example
from training.task_data import FIXED, IGNORED, RenewedBatches, TaskData

ROWS = [
    sample_row(id=f"sample-{i}", message=f"나는 음악이 진짜 좋아 {i}", remember="[취미: 음악 듣기]")
    for i in range(8)
]
TOKENIZER = byte_tokenizer()
SHOWN = Exchange(InputKind.PLAIN, "안녕", "안녕", "안녕! 반가워 😊")


def task_data(
    task: Task = Task.OUTPUT_MESSAGE, *, profile: str = "embedded", shown: bool = False
) -> TaskData:
    spec = Profile.load(profile).tasks[task]
    return TaskData(spec, TOKENIZER, ROWS, [[SHOWN]] * len(ROWS) if shown else None)


class Batches:
    """A collator that pads nothing, so that a test sees what is drawn."""

    def __init__(self, seed: int = 7, *, renews: bool = True) -> None:
        self.data = task_data()
        self._batches = RenewedBatches(
            lambda features: {"features": features}, self.data, seed, renews=renews
        )

    def of_epoch(self, epoch: float, places: list[int], **dataset: Any) -> list[Any]:
        """The batch of some rows in an epoch."""
        state, control = TrainerState(epoch=epoch), TrainerControl()
        self._batches.on_epoch_begin(SimpleNamespace(), state, control)
        rows = self.data.dataset(**dataset)
        features: list[Any] = self._batches([rows[place] for place in places])["features"]
        return features


@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("profile", ["embedded", "kanana"])
@pytest.mark.parametrize("shown", [False, True])
def test_labels_count_from_the_completion_on(task: Task, profile: str, shown: bool) -> None:
    data = task_data(task, profile=profile, shown=shown)
    spec = Profile.load(profile).tasks[task]
    for index, row in enumerate(ROWS):
        features = data.tokens(index)
        ids, labels = features["input_ids"], features["labels"]
        pair = example(spec, row, [SHOWN] if shown else [])
        prompt = TOKENIZER.encode_prompt(pair.prompt)
        assert len(ids) == len(labels)
        assert ids[: len(prompt)] == prompt
        assert labels[: len(prompt)] == [IGNORED] * len(prompt)
        assert labels[len(prompt) :] == ids[len(prompt) :]
        assert TOKENIZER.decode(labels[len(prompt) : -1]) == pair.completion
        assert labels[-1] == TOKENIZER.eos_id


def test_shown_exchange_is_read_but_not_learned() -> None:
    features = task_data(shown=True).tokens(0)
    learned = [label for label in features["labels"] if label != IGNORED]
    assert SHOWN.reply in TOKENIZER.decode(features["input_ids"])
    assert SHOWN.reply not in TOKENIZER.decode(learned)


def test_row_is_drawn_in_other_words() -> None:
    data = task_data()
    drawn = {tuple(data.tokens(0, Random(seed))["input_ids"]) for seed in range(30)}
    assert len(drawn) > 2
    assert tuple(data.tokens(0)["input_ids"]) in drawn


def test_same_seed_epoch_and_row_give_the_same_words() -> None:
    for epoch in (0.0, 1.0):
        assert Batches().of_epoch(epoch, [0, 1, 2]) == Batches().of_epoch(epoch, [0, 1, 2])


def test_words_do_not_depend_on_the_batch() -> None:
    batches = Batches()
    together = batches.of_epoch(1, [0, 1, 2, 3])
    assert [batches.of_epoch(1, [place])[0] for place in (3, 2, 1, 0)] == together[::-1]


def test_words_differ_between_epochs_seeds_and_rows() -> None:
    places = list(range(len(ROWS)))
    first = Batches().of_epoch(0, places)
    assert first != Batches().of_epoch(1, places)
    assert first != Batches(seed=8).of_epoch(0, places)
    messages = {TOKENIZER.decode(f["input_ids"]).translate({ord(str(i)): "" for i in places})
                for f in first}  # fmt: skip
    assert len(messages) > 1


def test_resumed_epoch_has_the_words_of_its_beginning() -> None:
    """A checkpoint may fall into the midst of an epoch."""
    assert Batches().of_epoch(1.4, [0, 1]) == Batches().of_epoch(1, [0, 1])


def test_validation_rows_stay() -> None:
    batches = Batches()
    written = [batches.data.tokens(place) for place in range(len(ROWS))]
    for epoch in range(4):
        assert batches.of_epoch(epoch, list(range(len(ROWS))), renewable=False) == written


def test_recipe_without_augmentation_keeps_every_word() -> None:
    batches = Batches(renews=False)
    written = [batches.data.tokens(place) for place in range(len(ROWS))]
    for epoch in range(4):
        assert batches.of_epoch(epoch, list(range(len(ROWS)))) == written


def test_dataset_holds_every_row_as_it_is_written() -> None:
    data = task_data(Task.MEMORY)
    for rows, numbers in (
        (data.dataset(), list(range(len(ROWS)))),
        (data.dataset(renewable=False), [FIXED] * len(ROWS)),
    ):
        assert rows["row"][:] == numbers
        for index in range(len(ROWS)):
            assert {k: rows[index][k] for k in ("input_ids", "labels")} == data.tokens(index)


def test_preface_stands_before_everything_and_is_not_learnt() -> None:
    spec = Profile.load("embedded").tasks[Task.OUTPUT_MESSAGE]
    plain = TaskData(spec, TOKENIZER, ROWS, [[SHOWN]] * len(ROWS))
    told = TaskData(spec, TOKENIZER, ROWS, [[SHOWN]] * len(ROWS), preface="로라는 가상인간이다.\n")
    extra = len(TOKENIZER.encode("로라는 가상인간이다.\n"))
    for index in range(len(ROWS)):
        short, long = plain.tokens(index), told.tokens(index)
        assert len(long["input_ids"]) == len(short["input_ids"]) + extra
        assert [label for label in long["labels"] if label != IGNORED] == [
            label for label in short["labels"] if label != IGNORED
        ]
        assert "가상인간" in TOKENIZER.decode(long["input_ids"][1 : extra + 1])
