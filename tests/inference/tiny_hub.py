"""Tiny models in folders, as the hub has them: byte-level tokenizers, published LoRAs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import RobertaConfig, RobertaModel

from tests.inference.tiny import VOCABULARY

if TYPE_CHECKING:
    from pathlib import Path

    from engine.inference.lora import LoraWeights

BEGIN, END, PAD, SPARE = "<|begin|>", "<|end|>", "<|pad|>", "<|spare|>"
PAD_ID = 2


def tiny_roberta(seed: int = 0) -> Any:
    """The reference's sentence encoder."""
    torch.manual_seed(seed)
    config = RobertaConfig(
        vocab_size=VOCABULARY, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=80, type_vocab_size=1, pad_token_id=PAD_ID,
    )  # fmt: skip
    return RobertaModel(config, add_pooling_layer=False).eval()


def save_model(model: Any, folder: Path, config: dict[str, Any]) -> Path:
    """Weights, settings, tokenizer, and what `tokenizer_config.json` says."""
    model.save_pretrained(folder)
    byte_level().save(str(folder / "tokenizer.json"))
    text = json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", **config})
    (folder / "tokenizer_config.json").write_text(text, encoding="utf-8")
    return folder


def save_published(lora: LoraWeights, rank: int, folder: Path) -> Path:
    """A LoRA as somebody else published it: its base is a path of theirs."""
    folder.mkdir(parents=True)
    prefix = "base_model.model."
    tensors = {f"{prefix}{name}.lora_A.weight": a for name, (a, _) in lora.layers.items()}
    tensors |= {f"{prefix}{name}.lora_B.weight": b for name, (_, b) in lora.layers.items()}
    save_file(tensors, folder / "adapter_model.safetensors")
    config = {"base_model_name_or_path": "/home/author/base", "r": rank, "lora_alpha": rank}
    (folder / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def byte_level() -> Tokenizer:
    """Every byte is a piece, in the form of GPT-2, which Kanana and Polyglot have."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {piece: i for i, piece in enumerate([END, BEGIN, PAD, SPARE, *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    tokenizer.add_special_tokens([END, BEGIN, PAD, SPARE])
    return tokenizer
