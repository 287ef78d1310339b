"""Texts in Markdown."""

from __future__ import annotations


def escaped(text: str) -> str:
    """`text` so that it reads as it is written."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|~" else c for c in text)
