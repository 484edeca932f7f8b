"""Writing to many sockets in one go: a task for each would cost more than what it writes."""

import asyncio
from collections import deque
from typing import Protocol

AT_ONCE = 100
"""Sockets that are written to before others have their turn at the event loop."""


class Called(Protocol):
    """A socket that has something to be written."""

    async def write_or_wait(self) -> None: ...


class Round:
    """Goes about with what was said to many: one task for all who can take it at once, instead of
    one for each. Who can't is waited for by a task of their own."""

    def __init__(self) -> None:
        self._called: deque[Called] = deque()
        self._going: asyncio.Task[None] | None = None

    def call(self, socket: Called) -> None:
        """It has something to be written."""
        self._called.append(socket)
        if self._going is None:
            self._going = asyncio.get_running_loop().create_task(self._go())

    async def _go(self) -> None:
        try:
            while self._called:
                for _ in range(min(AT_ONCE, len(self._called))):
                    await self._called.popleft().write_or_wait()
                await asyncio.sleep(0)
        finally:
            self._going = None
