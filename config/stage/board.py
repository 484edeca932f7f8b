"""Tells open pages what changes."""

import asyncio
from typing import Any

MOST_BEHIND = 200

Told = tuple[str, dict[str, Any]]


class Board:
    """Every listener hears what is told after it came; one that falls far behind is let go."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Told | None]] = set()

    def listen(self) -> asyncio.Queue[Told | None]:
        """None in the queue: there will be no more."""
        queue: asyncio.Queue[Told | None] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[Told | None]) -> None:
        self._listeners.discard(queue)

    def tell(self, event: str, data: dict[str, Any]) -> None:
        for queue in list(self._listeners):
            if queue.qsize() >= MOST_BEHIND:
                self.leave(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait((event, data))

    def close(self) -> None:
        for queue in list(self._listeners):
            self.leave(queue)
            queue.put_nowait(None)
