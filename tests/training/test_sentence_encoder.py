"""What the encoder's roles are trained on, and by which loss."""

from __future__ import annotations

from itertools import count
from typing import Any

import torch

from engine.exchanges import as_reply
from tests.training.samples import sample_row
from training.sentence_encoder import BelongsTogetherLoss, reply_pairs, told_pairs


class TableModel(torch.nn.Module):
    """Texts are numbers, and each has the vector of its row in a table."""

    def __init__(self, table: torch.Tensor) -> None:
        super().__init__()
        self.table = torch.nn.Parameter(table)

    def forward(self, features: dict[str, Any]) -> dict[str, Any]:
        return {"sentence_embedding": self.table[features["ids"]]}


def loss_of(table: torch.Tensor, labels: list[int]) -> torch.Tensor:
    """Texts are the first rows of the table, then partners, then echoes."""
    numbers, size = count(), len(labels)
    columns = [{"ids": torch.tensor([next(numbers) for _ in labels])} for _ in range(3)]
    assert len(table) == 3 * size
    loss: torch.Tensor = BelongsTogetherLoss(TableModel(table))(columns, torch.tensor(labels))
    return loss


def test_every_input_is_paired_with_its_reply() -> None:
    row = sample_row(memory="[취미: 등산]")
    (pair,) = reply_pairs([row])
    assert pair.text == f"[취미: 등산] {row.message}"
    assert pair.partner == as_reply(row.reply)
    assert pair.message == row.message


def test_messages_that_ask_the_same_are_paired() -> None:
    rows = [
        sample_row(message=message, meaning=f"m{i}", about=about)
        for i, (message, about) in enumerate(
            [("몇 살?", "fact/age"), ("나이?", "fact/age"), ("안녕", None)]
        )
    ]
    pairs = [(p.text, p.partner) for p in reply_pairs(rows) if p.partner in ("몇 살?", "나이?")]
    assert len(pairs) == 1
    assert set(pairs[0]) == {"몇 살?", "나이?"}


def test_declining_the_same_is_one_group_and_harm_is_not() -> None:
    def groups(topic: str) -> int:
        rows = [sample_row(about="refusal", topic=topic, meaning=m) for m in "ab"]
        return len({pair.group for pair in reply_pairs(rows)})

    assert groups("love") == 1
    assert groups("harm") == 2


def test_loss_is_small_when_partners_are_alone_near() -> None:
    table = torch.tensor([[1.0, 0], [0, 1], [1, 0], [0, 1], [-1, 0], [0, -1]])
    assert loss_of(table, [0, 1]) < 0.01


def test_echo_that_is_as_near_as_the_partner_costs() -> None:
    table = torch.tensor([[1.0, 0], [0, 1], [1, 0], [0, 1], [1, 0], [0, 1]])
    assert loss_of(table, [0, 1]) > 0.6


def test_partner_of_the_same_group_does_not_count_against_a_pair() -> None:
    table = torch.tensor([[1.0, 0], [1, 0], [1, 0], [1, 0], [-1, 0], [-1, 0]])
    assert loss_of(table, [7, 7]) < 0.01
    assert loss_of(table, [7, 8]) > 0.6


def test_loss_teaches_the_model() -> None:
    model = TableModel(torch.randn(12, 4, generator=torch.Generator().manual_seed(0)))
    columns = [{"ids": torch.arange(4) + 4 * column} for column in range(3)]
    loss = BelongsTogetherLoss(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    first = loss(columns, torch.arange(4))
    for _ in range(30):
        optimizer.zero_grad()
        loss(columns, torch.arange(4)).backward()
        optimizer.step()
    assert loss(columns, torch.arange(4)) < first / 2


def test_persona_rows_tell_which_messages_follow_up() -> None:
    summary = "사용자가 초밥을 먹음"
    rows = [
        sample_row(summary=summary, message="왜?"),
        sample_row(summary=summary, message="내가 뭐 먹었게", about="recalled"),
        sample_row(summary=summary, message="심심해", reply="퀴즈 내 줄까? 🎈", about="chat"),
        sample_row(summary=summary, message="심심해", reply="초밥 먹고도? 🍣", about="chat"),
    ]
    assert list(told_pairs(rows)) == [
        (summary, "왜?", True),
        (summary, "내가 뭐 먹었게", True),
        (summary, "심심해", False),
    ]


def test_persona_rows_tell_which_memories_fit() -> None:
    rows = [
        sample_row(memory="[취미: 등산]", message="주말에 뭐 하지", about="recalled"),
        sample_row(memory="[취미: 낚시]", message="배고파", about="misfit"),
        sample_row(memory="[취미: 요가]", message="안녕"),  # says neither
    ]
    assert list(told_pairs(rows)) == [
        ("[취미: 등산]", "주말에 뭐 하지", True),
        ("[취미: 낚시]", "배고파", False),
    ]
