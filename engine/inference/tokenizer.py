"""Text to token ids of a base model and back, without loss for any Unicode text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from engine.inference.vocabulary import WORD_BOUNDARY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class TextTokenizer:
    """A base model's tokenizer, in which a user's text is never anything but text.

    `<eos>` typed by a person is five characters, not the end of the sequence. A typed `▁`, with
    which the vocabulary marks spaces, goes through its byte tokens.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.encode_special_tokens = True
        self.bos_id = self._id("<bos>")
        self.eos_id = self._id("<eos>")
        self.pad_id = self._id("<pad>")
        self._boundary_ids = [self._id(f"<0x{byte:02X}>") for byte in WORD_BOUNDARY.encode()]

    @classmethod
    def load(cls, folder: Path) -> TextTokenizer:
        """The tokenizer of a converted base model."""
        return cls(Tokenizer.from_file(str(folder / "tokenizer.json")))

    @property
    def num_pieces(self) -> int:
        """How many token ids there are."""
        return int(self._tokenizer.get_vocab_size())

    def encode(self, text: str) -> list[int]:
        """The ids of `text`, with no special token before or after."""
        ids: list[int] = []
        for i, part in enumerate(text.split(WORD_BOUNDARY)):
            if i:
                ids += self._boundary_ids
            ids += self._tokenizer.encode(part, add_special_tokens=False).ids
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        """The text of `ids`; bytes that are not UTF-8 become U+FFFD."""
        return str(self._tokenizer.decode(list(ids), skip_special_tokens=True))

    def _id(self, piece: str) -> int:
        token_id = self._tokenizer.token_to_id(piece)
        if token_id is None:
            raise ValueError(f"the tokenizer has no piece {piece!r}")
        return int(token_id)
