"""Ring and wait: wakes a worker without a poll. The tables stay the truth."""

import asyncio
from collections import defaultdict


class Doorbell:
    """Bells by name. A ring before the wait is not lost; many rings are one."""

    def __init__(self) -> None:
        self._bells: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._closed = False

    def ring(self, name: str) -> None:
        self._bells[name].set()

    def ring_all(self) -> None:
        """Have everybody look who waits: for a ring, or for a time that may have come."""
        for bell in self._bells.values():
            bell.set()

    def close(self) -> None:
        """Wake everybody, for good: from here on nobody waits."""
        self._closed = True
        self.ring_all()

    async def wait(self, name: str, at_most: float) -> bool:
        """Until somebody rings, for `at_most` seconds; True if somebody did."""
        bell = self._bells[name]
        if self._closed:
            return True
        try:
            async with asyncio.timeout(at_most):
                await bell.wait()
        except TimeoutError:
            return False
        bell.clear()
        return True
