"""Tiny random models of the real architectures, and a byte tokenizer for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    GPTNeoXConfig,
    GPTNeoXForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
)

from engine.inference.lora import LoraWeights
from engine.inference.tokenizer import TextTokenizer

if TYPE_CHECKING:
    from pathlib import Path

SPECIAL = ["<pad>", "<eos>", "<bos>", "<unk>"]
VOCABULARY = 4 + 256


def tiny_gemma(seed: int = 0) -> Any:
    """Two layers, one of each attention kind."""
    torch.manual_seed(seed)
    return Gemma3ForCausalLM(
        Gemma3TextConfig(
            vocab_size=VOCABULARY, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
            num_attention_heads=4, num_key_value_heads=1, head_dim=16, query_pre_attn_scalar=16,
            layer_types=["sliding_attention", "full_attention"], sliding_window=512,
        )
    ).eval()  # fmt: skip


def tiny_llama(seed: int = 0) -> Any:
    """The reference's architecture."""
    torch.manual_seed(seed)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=VOCABULARY, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
            num_attention_heads=4, num_key_value_heads=2,
        )
    ).eval()  # fmt: skip


def tiny_gpt_neox(seed: int = 0) -> Any:
    """The reference's other architecture: queries, keys and values in one layer."""
    torch.manual_seed(seed)
    return GPTNeoXForCausalLM(
        GPTNeoXConfig(
            vocab_size=VOCABULARY, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
            num_attention_heads=4, rotary_pct=0.5,
        )
    ).eval()  # fmt: skip


def random_lora(model: Any, name: str, rank: int, seed: int) -> LoraWeights:
    """A LoRA on every linear layer but the head, strong enough to change what is generated."""
    generator = torch.Generator().manual_seed(seed)
    layers = {
        layer: (
            torch.randn(rank, module.in_features, generator=generator),
            torch.randn(module.out_features, rank, generator=generator) * 0.1,
        )
        for layer, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and layer != "lm_head"
    }
    return LoraWeights(name, layers)


def merged(model: Any, lora: LoraWeights) -> Any:
    """The model with one LoRA added to its weights: what every other way has to agree with."""
    with torch.no_grad():  # noqa: TID251  # inference tensors could not be changed in place
        for layer, (a, b) in lora.layers.items():
            model.get_submodule(layer).weight += b @ a
    return model


def byte_tokenizer() -> TextTokenizer:
    """Every byte is a piece."""
    return TextTokenizer(_bytes())


def _bytes() -> Tokenizer:
    alphabet = [f"<0x{byte:02X}>" for byte in range(256)]
    vocabulary = {piece: i for i, piece in enumerate([*SPECIAL, *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocabulary, [], byte_fallback=True, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens(SPECIAL)
    return tokenizer


def save_tiny_base(folder: Path) -> None:
    """A tiny base as a converter leaves it: weights, configuration and tokenizer."""
    tiny_gemma().save_pretrained(folder)
    _bytes().save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(
        json.dumps(
            {
                "tokenizer_class": "PreTrainedTokenizerFast",
                "bos_token": "<bos>",
                "eos_token": "<eos>",
                "pad_token": "<pad>",
                "unk_token": "<unk>",
            }
        ),
        encoding="utf-8",
    )
