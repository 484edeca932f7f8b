"""Tells the pages with phones what changes in a chat."""

import asyncio
from collections import defaultdict

from config.sandbox.telegram.values import ChatKey, Json

_BEHIND = 500
"""Events after which a page that does not read is told to load again."""


class Feed:
    """Every listener of a chat hears everything that is told after it came."""

    def __init__(self) -> None:
        self._listeners: dict[ChatKey, set[asyncio.Queue[Json]]] = defaultdict(set)

    def listen(self, key: ChatKey) -> asyncio.Queue[Json]:
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._listeners[key].add(queue)
        return queue

    def leave(self, key: ChatKey, queue: asyncio.Queue[Json]) -> None:
        self._listeners[key].discard(queue)

    def tell(self, key: ChatKey, kind: str, **facts: object) -> None:
        for queue in self._listeners[key]:
            if queue.qsize() < _BEHIND:
                queue.put_nowait({"type": kind, **facts})
            elif queue.qsize() == _BEHIND:
                queue.put_nowait({"type": "reload"})
