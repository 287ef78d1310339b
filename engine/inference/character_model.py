"""A linear model on n-grams of letters: what is spelt, beside what the encoder says is meant.

A small encoder reads a word that it never saw piece by piece and often not at all. Slang, typos and
words without spaces keep their letters, so n-grams find them. Features are those of scikit-learn's
TfidfVectorizer(analyzer="char", sublinear_tf=True), so that training/ethics can fit them there.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file, save_file

from engine.jamo import taken_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SHORTEST, LONGEST = 2, 6  # letters of an n-gram: about one to three syllables
_NGRAMS = "characters.json"
_TENSORS = "characters.safetensors"


def prepared(text: str) -> str:
    """A text as its n-grams are counted: in loose letters, its beginning and end marked."""
    return f" {taken_apart(text.lower())} "


@dataclass(frozen=True, slots=True)
class CharacterModel:
    """One logit for each class.

    Shapes: `idf` [n-grams], `weights` [n-grams, classes], `bias` [classes]. `mix` is [2, classes]:
    what a logit of the encoder and one of this model are worth in the sum, whose own bias is here.
    """

    ngrams: dict[str, int]
    idf: torch.Tensor
    weights: torch.Tensor
    bias: torch.Tensor
    mix: torch.Tensor
    mix_bias: torch.Tensor

    @classmethod
    def load(cls, folder: Path) -> CharacterModel | None:
        """The one beside a LoRA, if there is one."""
        if not (folder / _NGRAMS).is_file():
            return None
        ngrams = json.loads((folder / _NGRAMS).read_text(encoding="utf-8"))
        tensors = {k: v.float() for k, v in load_file(folder / _TENSORS).items()}
        return cls({ngram: i for i, ngram in enumerate(ngrams)}, **tensors)

    def save(self, folder: Path) -> None:
        """Write it beside a LoRA."""
        text = json.dumps(list(self.ngrams), ensure_ascii=False, separators=(",", ":"))
        (folder / _NGRAMS).write_text(text + "\n", encoding="utf-8")
        names = ("idf", "weights", "bias", "mix", "mix_bias")
        halves = {name: getattr(self, name).half().contiguous() for name in names}
        save_file(halves, folder / _TENSORS)

    def logits(self, texts: Sequence[str]) -> torch.Tensor:
        """[texts, classes]."""
        return torch.stack([self._logits_of(text) for text in texts])

    def mixed(self, encoder_logits: torch.Tensor, texts: Sequence[str]) -> torch.Tensor:
        """The scores of both together, in (0, 1): [texts, classes], as `encoder_logits` is."""
        both = self.mix[0] * encoder_logits + self.mix[1] * self.logits(texts)
        return (both + self.mix_bias).sigmoid()

    def _logits_of(self, text: str) -> torch.Tensor:
        counts = Counter(ngram for ngram in _ngrams_of(prepared(text)) if ngram in self.ngrams)
        if not counts:
            return self.bias
        rows = torch.tensor([self.ngrams[ngram] for ngram in counts])
        values = torch.tensor([1 + log(count) for count in counts.values()]) * self.idf[rows]
        return torch.addmv(self.bias, self.weights[rows].T, values / values.norm())


def _ngrams_of(text: str) -> Iterator[str]:
    for size in range(SHORTEST, min(LONGEST, len(text)) + 1):
        for start in range(len(text) - size + 1):
            yield text[start : start + size]
