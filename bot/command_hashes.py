"""What command lists were last published, so that an unchanged one is left alone."""

from __future__ import annotations

from typing import Protocol


class CommandHashStore(Protocol):
    """Keeps one hash per published command list, across restarts."""

    async def get(self, name: str) -> str | None:
        """The hash of the list as it was last published; None if it never was."""

    async def put(self, name: str, value: str) -> None:
        """Note that the list was published with this hash."""
