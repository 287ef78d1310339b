"""Every row is in one batch of each epoch, beside rows of like length."""

from __future__ import annotations

from statistics import mean

from datasets import Dataset

from training.alike_lengths import AlikeLengths

TEXTS = ["가" * (1 + i * 7 % 90) for i in range(600)]


def batches(epoch: int, seed: int = 7) -> list[list[int]]:
    sampler = AlikeLengths(Dataset.from_dict({"text": TEXTS}), 8, drop_last=False, seed=seed)
    sampler.set_epoch(epoch)
    assert len(sampler) == 75
    return list(sampler)


def test_every_row_comes_once_and_in_another_order_each_epoch() -> None:
    for epoch in range(2):
        assert sorted(i for batch in batches(epoch) for i in batch) == list(range(len(TEXTS)))
    assert batches(0) == batches(0)
    assert batches(0) != batches(1)
    assert batches(0) != batches(0, seed=8)


def test_little_of_a_batch_is_padding() -> None:
    waste = [
        1 - mean(len(TEXTS[i]) for i in batch) / max(len(TEXTS[i]) for i in batch)
        for batch in batches(0)
    ]
    assert mean(waste) < 0.2
