"""Text that every part can carry."""

from __future__ import annotations


def valid(text: str) -> str:
    """`text` with U+FFFD for broken surrogates and NUL, which encoders and databases refuse."""
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\x00", "\ufffd")
