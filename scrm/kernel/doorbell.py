"""Ring and wait: wakes a worker without a poll. The tables stay the truth."""

import asyncio
from collections import defaultdict


class Doorbell:
    """Bells by name. A ring before the wait is not lost; many rings are one."""

    def __init__(self) -> None:
        self._bells: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def ring(self, name: str) -> None:
        self._bells[name].set()

    async def wait(self, name: str, at_most: float) -> bool:
        """Until somebody rings, for `at_most` seconds; True if somebody did."""
        bell = self._bells[name]
        try:
            async with asyncio.timeout(at_most):
                await bell.wait()
        except TimeoutError:
            return False
        bell.clear()
        return True
