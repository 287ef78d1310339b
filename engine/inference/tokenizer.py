"""Text to token ids of a base model and back, without loss for any Unicode text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tokenizers import Tokenizer

from engine.inference.vocabulary import WORD_BOUNDARY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SpecialPieces:
    """The pieces around a sequence. A base without `bos` or `pad` has `eos` alone."""

    bos: str | None = "<bos>"
    eos: str = "<eos>"
    pad: str | None = "<pad>"
    more_eos_ids: tuple[int, ...] = ()  # an instructed model may end in more than one way

    @classmethod
    def of(cls, folder: Path) -> SpecialPieces:
        """What the tokenizer's and the generation's configuration say."""
        config = _read(folder / "tokenizer_config.json")
        more = _read(folder / "generation_config.json").get("eos_token_id") or ()
        has_bos = config.get("add_bos_token", True)
        return cls(
            bos=_piece(config.get("bos_token")) if has_bos else None,
            eos=_piece(config.get("eos_token")) or cls().eos,
            pad=_piece(config.get("pad_token")),
            more_eos_ids=(more,) if isinstance(more, int) else tuple(more),
        )


class TextTokenizer:
    """A base model's tokenizer, in which a user's text is never anything but text.

    `<eos>` typed by a person is five characters, not the end of the sequence. A typed `▁`, with
    which some vocabularies mark spaces, goes through its byte tokens there.
    """

    def __init__(self, tokenizer: Tokenizer, special: SpecialPieces | None = None) -> None:
        special = special or SpecialPieces()
        self._tokenizer = tokenizer
        self._tokenizer.encode_special_tokens = True
        self.bos_id = self._id(special.bos) if special.bos else None
        self.eos_id = self._id(special.eos)
        self.eos_ids = frozenset({self.eos_id, *special.more_eos_ids})
        self.pad_id = self._id(special.pad) if special.pad else self.eos_id
        boundary = [tokenizer.token_to_id(f"<0x{byte:02X}>") for byte in WORD_BOUNDARY.encode()]
        self._boundary_ids = [i for i in boundary if i is not None]  # byte-level BPE has none

    @classmethod
    def load(cls, folder: Path) -> TextTokenizer:
        """The tokenizer of a base model."""
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return cls(tokenizer, SpecialPieces.of(folder))

    @property
    def num_pieces(self) -> int:
        """How many token ids there are."""
        return int(self._tokenizer.get_vocab_size())

    def encode(self, text: str) -> list[int]:
        """The ids of `text`, with no special token before or after."""
        if not self._boundary_ids:
            return self._plain(text)
        ids: list[int] = []
        for i, part in enumerate(text.split(WORD_BOUNDARY)):
            if i:
                ids += self._boundary_ids
            ids += self._plain(part)
        return ids

    def encode_prompt(self, text: str) -> list[int]:
        """The ids of a whole prompt, after the base's begin token if it has one."""
        return ([] if self.bos_id is None else [self.bos_id]) + self.encode(text)

    def decode(self, ids: Sequence[int], stop: str = "") -> str:
        """The text of `ids` up to `stop`, if any; bytes that are not UTF-8 become U+FFFD."""
        text = str(self._tokenizer.decode(list(ids), skip_special_tokens=True))
        return text.partition(stop)[0] if stop else text

    def is_over(self, ids: Sequence[int], stop: str = "") -> bool:
        """Whether generated ids end in an end token, or their text holds the stop text."""
        return ids[-1] in self.eos_ids or (bool(stop) and stop in self.decode(ids))

    def _plain(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _id(self, piece: str) -> int:
        token_id = self._tokenizer.token_to_id(piece)
        if token_id is None:
            raise ValueError(f"the tokenizer has no piece {piece!r}")
        return int(token_id)


def _read(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if path.is_file():
        values = json.loads(path.read_text(encoding="utf-8"))
    return values


def _piece(value: str | dict[str, Any] | None) -> str | None:
    """A special piece's text; some configurations keep it in a table."""
    return str(value["content"]) if isinstance(value, dict) else value
