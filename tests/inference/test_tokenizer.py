"""Any Unicode text survives the cut-down vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.inference.tokenizer import TextTokenizer
from engine.inference.vocabulary import is_kept
from tests.inference.tiny import byte_tokenizer

if TYPE_CHECKING:
    from engine.inference.prepare import PreparedModels

TRICKY = [
    "▁",
    "▁▁ ▁",
    "<eos>",
    "<0x41>",
    "a▁b",
    "日本語",
    "\n\n",
    "  ",
    "👩‍👩‍👧",
    "ㅋㅋㅋㅋ",
    "각",
    "\u200b",
]


@given(st.text())
def test_bytes_alone_are_lossless(text: str) -> None:
    tokenizer = byte_tokenizer()
    assert tokenizer.decode(tokenizer.encode(text)) == text


@pytest.fixture(scope="module")
def real(prepared: PreparedModels) -> TextTokenizer:
    return TextTokenizer.load(prepared.bases["gemma"])


@pytest.mark.models
@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.text(), st.text("가나다라 ▁ㅋㅎabc<>eos0x😀\n")))
def test_the_real_vocabulary_is_lossless_for_any_text(real: TextTokenizer, text: str) -> None:
    assert real.decode(real.encode(text)) == text


@pytest.mark.models
@pytest.mark.parametrize("text", TRICKY)
def test_the_real_vocabulary_is_lossless_for_tricky_text(real: TextTokenizer, text: str) -> None:
    ids = real.encode(text)
    assert real.decode(ids) == text
    assert not {real.bos_id, real.eos_id, real.pad_id} & set(ids)


@pytest.mark.models
def test_korean_needs_few_tokens(real: TextTokenizer) -> None:
    assert len(real.encode("오늘 저녁에 뭐 먹을지 고민이야")) <= 12


def test_korean_digits_punctuation_and_emoji_are_kept_and_other_scripts_are_not() -> None:
    kept = ["안녕하세요", "▁오늘", "ㅋㅋㅋ", "1", "?", "!!!!!", "😊", "a", "▁the", "▁"]
    dropped = ["ский", "日本", "العربية", "ä", "ências"]
    assert [is_kept(piece, 500, 12_000) for piece in kept] == [True] * len(kept)
    assert [is_kept(piece, 500, 12_000) for piece in dropped] == [False] * len(dropped)
    assert not is_kept("▁opdracht", 150_000, 12_000)  # Latin beyond the rank
