"""The judge's character n-grams: fitted on training rows, then weighed beside the encoder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from engine.ethics import CLASS_NAMES
from engine.inference.character_model import LONGEST, SHORTEST, CharacterModel, prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from training.rows import EthicsRow

INVERSE_REGULARISATION = 30.0  # chosen on validation rows (docs/LOG.md)
FEWEST_ROWS = 2  # an n-gram of a single row says nothing of others


def fit(rows: Sequence[EthicsRow]) -> CharacterModel:
    """One logistic regression for each class."""
    vectorizer = TfidfVectorizer(
        analyzer="char",
        ngram_range=(SHORTEST, LONGEST),
        preprocessor=prepared,
        sublinear_tf=True,
        min_df=FEWEST_ROWS,
    )
    features = vectorizer.fit_transform([row.text for row in rows])
    models = [
        LogisticRegression(C=INVERSE_REGULARISATION, max_iter=1000).fit(features, truth)
        for truth in truths(rows).T
    ]
    return CharacterModel(
        ngrams={str(ngram): i for i, ngram in enumerate(vectorizer.get_feature_names_out())},
        idf=torch.tensor(vectorizer.idf_, dtype=torch.float32),
        weights=torch.tensor(np.stack([m.coef_[0] for m in models], 1), dtype=torch.float32),
        bias=torch.tensor([float(m.intercept_[0]) for m in models]),
        mix=torch.ones(2, len(CLASS_NAMES)),
        mix_bias=torch.zeros(len(CLASS_NAMES)),
    )


def weighed(
    characters: CharacterModel, encoder_logits: torch.Tensor, rows: Sequence[EthicsRow]
) -> CharacterModel:
    """The same model, with what its logits and the encoder's are worth in their sum.

    Fitted on rows that neither has learnt from, so the sum is calibrated too.

    Args:
        characters: the model.
        encoder_logits: [rows, classes].
        rows: of the validation split.
    """
    spelt = characters.logits([row.text for row in rows])
    weights, biases = [], []
    for i, truth in enumerate(truths(rows).T):
        pairs = torch.stack([encoder_logits[:, i], spelt[:, i]], 1).numpy()
        model = LogisticRegression().fit(pairs, truth)
        weights.append(model.coef_[0])
        biases.append(float(model.intercept_[0]))
    return replace(
        characters,
        mix=torch.tensor(np.stack(weights, 1), dtype=torch.float32),
        mix_bias=torch.tensor(biases),
    )


def truths(rows: Sequence[EthicsRow]) -> NDArray[np.int64]:
    """1 for each class of a row: [rows, classes]."""
    return np.array([[int(name in row.classes) for name in CLASS_NAMES] for row in rows])
