"""Text as Telegram counts it: UTF-16 code units, trimmed ends, entities that fit."""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from tests.telegram_server.errors import bad_request

Entity = dict[str, Any]

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024

# Word characters on either side undo a match, and Hangul is made of word characters: neither
# "@bot아" nor "/ban을" carries an entity.
_FINDERS = (
    ("url", re.compile(r"https?://[^\s<>]+")),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)")),
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    ),
)


def utf16_units(text: str) -> int:
    """Length as Telegram counts it: an emoji outside the basic plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def entity_text(text: str, entity: Entity) -> str:
    """The part of the text that an entity covers."""
    start = 2 * entity["offset"]
    units = text.encode("utf-16-le", "surrogatepass")
    return units[start : start + 2 * entity["length"]].decode("utf-16-le", "surrogatepass")


def find_entities(text: str) -> list[Entity]:
    """Links, mentions and commands that Telegram marks by itself."""
    found = [
        {
            "type": kind,
            "offset": utf16_units(text[: match.start()]),
            "length": utf16_units(match.group()),
        }
        for kind, pattern in _FINDERS
        for match in pattern.finditer(text)
    ]
    return _without_overlaps([], found)


def with_found(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The given entities and those that Telegram finds outside them."""
    return _without_overlaps(entities, find_entities(text))


def _without_overlaps(kept: Sequence[Entity], found: Sequence[Entity]) -> list[Entity]:
    result = list(kept)
    for entity in found:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if all(end <= e["offset"] or e["offset"] + e["length"] <= start for e in result):
            result.append(entity)
    return sorted(result, key=lambda entity: (entity["offset"], -entity["length"]))


def check_entities(text: str, entities: Sequence[Entity]) -> None:
    """Refuse entities that lie outside the text or cut a character in two."""
    starts = set(accumulate((utf16_units(char) for char in text), initial=0))
    num_units = utf16_units(text)
    for entity in entities:
        offset, length = int(entity["offset"]), int(entity["length"])
        if offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if length < 0:
            raise bad_request(f"receive an entity with incorrect length {length}")
        _check_bounds(offset, offset + length, num_units, starts)


def _check_bounds(offset: int, end: int, num_units: int, starts: set[int]) -> None:
    if offset > num_units:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if end > num_units:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {end}"
        )
    if offset not in starts:
        raise bad_request(f"entity begins in a middle of a UTF-16 symbol at offset {offset}")
    if end not in starts:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol"
        )


def trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """The text without blank ends, and its entities moved and cut to match."""
    num_dropped = utf16_units(text) - utf16_units(text.lstrip())
    text = text.strip()
    num_units = utf16_units(text)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - num_dropped, 0)
        end = min(entity["offset"] + entity["length"] - num_dropped, num_units)
        if start < end:
            moved.append({**entity, "offset": start, "length": end - start})
    return text, moved
