"""The report in its folder."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from training.persona.dialogues import Dialogue, Line
from training.persona.figures import Figure
from training.persona.perplexity import Perplexity
from training.persona.reading import READ
from training.persona.report import Evaluation, write_report

if TYPE_CHECKING:
    from pathlib import Path

EVALUATION = Evaluation(
    "embedded",
    [Figure("facts", 0.951, 396, 0.95), Figure("expression_exact", 0.5, 4)],
    [Perplexity("memory", 86.0, 47.5, 1.7)],
    [
        Dialogue(
            datetime(2026, 11, 18, 15, 0, tzinfo=UTC),
            (
                Line("*안녕*", "안녕! 😊", "answered", ()),
                Line("나랑 사귀자", "", "blocked", ("경고 1회",)),
            ),
        )
    ],
)


@pytest.fixture
def text(tmp_path: Path) -> str:
    write_report(tmp_path, EVALUATION)
    return (tmp_path / "README.md").read_text("utf-8")


def test_shares_stand_beside_their_targets(text: str) -> None:
    assert "| facts | 95.1% | 95.0% | 396 | - |" in text
    assert "| expression_exact | 50.0% | - | 4 | - |" in text


def test_perplexities_are_told(text: str) -> None:
    assert "| memory | 86.00 | 47.50 | 1.70 |" in text


def test_dialogues_are_whole_and_cannot_change_the_layout(text: str) -> None:
    assert "나: \\*안녕\\*  \n로라: 안녕! 😊  \n나: 나랑 사귀자  \n*(blocked, 경고 1회)*" in text


def test_there_is_a_picture(tmp_path: Path) -> None:
    write_report(tmp_path, EVALUATION)
    assert (tmp_path / "shares.png").read_bytes().startswith(b"\x89PNG")


def test_error_of_the_judge_stands_beside_its_share(tmp_path: Path) -> None:
    verdict = {"figure": "facts", "given": "생일?", "text": "10월 11일", "is_good": True}
    rows = [json.dumps({**verdict, "by_hand": by_hand}) for by_hand in (True, False, None)]
    (tmp_path / READ).write_text("\n".join(rows), encoding="utf-8")
    write_report(tmp_path, EVALUATION)
    assert "| facts | 95.1% | 95.0% | 396 | 1 of 2 |" in (tmp_path / "README.md").read_text("utf-8")


def test_evaluation_is_the_same_after_saving(tmp_path: Path) -> None:
    EVALUATION.save(tmp_path)
    assert Evaluation.load(tmp_path) == EVALUATION
