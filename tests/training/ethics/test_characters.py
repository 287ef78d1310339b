"""The character model computes what scikit-learn fitted, is kept on disk, and is weighed fairly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from engine.ethics import CLASS_NAMES
from engine.inference.character_model import LONGEST, SHORTEST, CharacterModel, prepared
from training.ethics import characters
from training.rows import Split, ethics_rows, of_split

if TYPE_CHECKING:
    from pathlib import Path

ROWS = of_split(ethics_rows(), Split.TRAIN)[:400]
TEXTS = [row.text for row in ROWS]
OTHERS = [*[row.text for row in of_split(ethics_rows(), Split.VALIDATION)][:40], "", "!", "\x01"]


@pytest.fixture(scope="module")
def model() -> CharacterModel:
    return characters.fit(ROWS)


def test_logits_are_those_of_scikit_learn(model: CharacterModel) -> None:
    vectorizer = TfidfVectorizer(
        analyzer="char", ngram_range=(SHORTEST, LONGEST), preprocessor=prepared,
        sublinear_tf=True, min_df=characters.FEWEST_ROWS,
    )  # fmt: skip
    features, others = vectorizer.fit_transform(TEXTS), vectorizer.transform(OTHERS)
    found = model.logits(OTHERS)
    for i, truth in enumerate(characters.truths(ROWS).T):
        theirs = LogisticRegression(C=characters.INVERSE_REGULARISATION, max_iter=1000)
        wanted = theirs.fit(features, truth).decision_function(others)
        assert found[:, i].tolist() == pytest.approx(wanted.tolist(), abs=1e-3)


def test_it_comes_back_from_disk(model: CharacterModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = CharacterModel.load(tmp_path)
    assert again is not None
    assert torch.allclose(again.logits(OTHERS), model.logits(OTHERS), atol=0.02)
    assert CharacterModel.load(tmp_path / "nothing") is None


def test_encoder_that_knows_all_outweighs_one_that_knows_nothing(model: CharacterModel) -> None:
    rows = of_split(ethics_rows(), Split.VALIDATION)[:200]
    known = torch.tensor(characters.truths(rows)).float() * 8 - 4
    right = characters.weighed(model, known, rows)
    noise = torch.randn(known.shape, generator=torch.Generator().manual_seed(0))
    wrong = characters.weighed(model, noise, rows)
    assert (right.mix[0] > 0).all()
    assert (wrong.mix[0].abs() < right.mix[0]).all()
    scores = right.mixed(known, [row.text for row in rows])
    assert scores.shape == (len(rows), len(CLASS_NAMES))
    assert ((scores > 0.5) == (known > 0)).float().mean() > 0.98
