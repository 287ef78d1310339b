"""A signal that many may wait for, again and again."""

import asyncio


class Signal:
    """Wakes all who wait at the moment it is sent; it is not remembered."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def send(self) -> None:
        """Wake everyone."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self) -> None:
        """Wait for the next signal."""
        await self._event.wait()
