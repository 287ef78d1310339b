"""Scores of the encoder alone or with character n-grams, and the nearest known message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

from engine.ethics import CLASS_NAMES
from engine.inference import similarity
from engine.inference.character_model import CharacterModel
from engine.inference.judge_model import JudgeModel
from engine.inference.known_messages import KnownMessages
from engine.inference.profile import EncoderRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TEXTS = ["사랑해", "안녕"]
NAMES = list(CLASS_NAMES.values())


class FixedEncoder:
    """A vector for every text: one axis for each class name, and a mixture for the rest."""

    def embed(self, role: EncoderRole, texts: Sequence[str]) -> torch.Tensor:
        assert role is EncoderRole.ETHICS
        axes = torch.eye(len(NAMES))
        mixtures = {"사랑해": [0.8, 0, 0, 0, 0.6], "안녕": [0, 0, 0, 0, 1.0]}
        return torch.stack(
            [
                axes[NAMES.index(text)] if text in NAMES else torch.tensor(mixtures[text])
                for text in texts
            ]
        )

    def score(self, role: EncoderRole, cosines: torch.Tensor) -> torch.Tensor:
        del role
        return similarity.score(cosines)


def judge(characters: CharacterModel | None = None) -> JudgeModel:
    known = KnownMessages(["좋아해", "하이"], torch.tensor([[1.0, 0, 0, 0, 0], [0, 0, 0, 0, 1.0]]))
    return JudgeModel(FixedEncoder(), characters, known, "ethics-test")  # type: ignore[arg-type]


def test_scores_are_of_the_cosines_with_the_class_names() -> None:
    love, hello = judge().judgements(TEXTS)
    assert love.scores["love"] == pytest.approx(float(torch.tensor(12 * 0.3).sigmoid()))
    assert hello.scores["normal"] > 0.99 > 0.01 > hello.scores["love"]


def test_known_message_nearest_to_each_is_named() -> None:
    assert [j.nearest for j in judge().judgements(TEXTS)] == ["좋아해", "하이"]
    alone = KnownMessages([], torch.empty(0, 1))
    assert alone.nearest(torch.eye(2)) == [None, None]


def test_characters_move_the_scores_by_their_weight() -> None:
    characters = CharacterModel(
        ngrams={"ㅅㅏㄹㅏㅇ": 0},
        idf=torch.ones(1),
        weights=torch.tensor([[5.0, 0, 0, 0, 0]]),
        bias=torch.zeros(5),
        mix=torch.tensor([[1.0] * 5, [0.5] * 5]),
        mix_bias=torch.zeros(5),
    )
    love, hello = judge(characters).judgements(TEXTS)
    assert love.scores["love"] == pytest.approx(float(torch.tensor(12 * 0.3 + 2.5).sigmoid()))
    assert hello.scores == pytest.approx(judge().judgements(TEXTS)[1].scores)


def test_known_messages_come_back_from_disk(tmp_path: Path) -> None:
    vectors = torch.nn.functional.normalize(torch.randn(3, 8), dim=-1)
    KnownMessages(["가", "나", "다"], vectors).save(tmp_path)
    assert KnownMessages.load(tmp_path).nearest(vectors) == ["가", "나", "다"]
    assert KnownMessages.load(tmp_path / "nothing").nearest(vectors) == [None] * 3
