"""Sentences to vectors: in order, computed once, and one role apart from the other."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel

from engine.inference import encoder as encoder_module
from engine.inference.encoder import SentenceEncoder
from engine.inference.profile import EncoderRole, EncoderSpec
from tests.inference.tiny import random_lora

LETTERS = "abcdefghij"
SPEC = EncoderSpec(converter="tiny", prefix="", max_tokens=16)


class CountingModel(BertModel):  # type: ignore[misc]  # transformers is not typed
    """Counts the rows it computes."""

    num_rows = 0

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        self.num_rows += len(kwargs["input_ids"])
        return super().forward(*args, **kwargs)


@pytest.fixture
def model() -> CountingModel:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(LETTERS) + 1, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=32, pad_token_id=0,
    )  # fmt: skip
    return CountingModel(config, add_pooling_layer=False)


@pytest.fixture
def encoder(model: CountingModel) -> SentenceEncoder:
    vocabulary = {"<pad>": 0} | {letter: i for i, letter in enumerate(LETTERS, 1)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<pad>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    loras = [random_lora(model, role.value, rank=2, seed=i) for i, role in enumerate(EncoderRole)]
    return SentenceEncoder(model, tokenizer, loras, SPEC)


def alone(encoder: SentenceEncoder, text: str) -> torch.Tensor:
    encoder.forget()
    return encoder.embed(EncoderRole.RECALL, [text])[0]


def test_vectors_stand_in_the_order_of_the_texts(encoder: SentenceEncoder) -> None:
    texts = ["abcdef", "a", "jihg", "a", "bcd"]
    together = encoder.embed(EncoderRole.RECALL, texts)
    apart = torch.stack([alone(encoder, text) for text in texts])
    assert torch.allclose(together, apart, atol=1e-5)
    assert torch.allclose(together.norm(dim=-1), torch.ones(len(texts)), atol=1e-5)


def test_text_is_computed_once_per_role(encoder: SentenceEncoder, model: CountingModel) -> None:
    encoder.embed(EncoderRole.RECALL, ["a", "b", "a"])
    encoder.embed(EncoderRole.RECALL, ["b", "a", "c"])
    assert model.num_rows == 3
    encoder.embed(EncoderRole.ETHICS, ["a"])
    assert model.num_rows == 4


def test_roles_and_no_role_differ(encoder: SentenceEncoder) -> None:
    vectors = [encoder.embed(role, ["abc"])[0] for role in (*EncoderRole, None)]
    assert not torch.allclose(vectors[0], vectors[1], atol=1e-3)
    assert not torch.allclose(vectors[0], vectors[2], atol=1e-3)


def test_more_texts_than_a_batch(encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(LETTERS)
    whole = encoder.embed(EncoderRole.RECALL, texts)
    encoder.forget()
    monkeypatch.setattr(encoder_module, "MAX_BATCH", 3)
    assert torch.allclose(encoder.embed(EncoderRole.RECALL, texts), whole, atol=1e-5)


def test_no_more_is_kept_than_the_limit_and_what_is_used_stays(
    encoder: SentenceEncoder, model: CountingModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_module, "MAX_KEPT", 3)
    encoder.embed(EncoderRole.ETHICS, ["a", "b", "c"])
    encoder.embed(EncoderRole.ETHICS, ["a"])
    encoder.embed(EncoderRole.ETHICS, ["d"])
    assert model.num_rows == 4
    encoder.embed(EncoderRole.ETHICS, ["a", "d"])
    assert model.num_rows == 4
    vectors = encoder.embed(EncoderRole.ETHICS, list(LETTERS))
    assert vectors.shape == (len(LETTERS), 16)
