"""The verb of turns: wait for one, for so long and no longer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from scrm.kernel.errors import TooManyRequests

COME_AGAIN = 5.0
"""Seconds after which somebody else may be done."""


@asynccontextmanager
async def turn(places: asyncio.Semaphore, within: float, why: str) -> AsyncIterator[None]:
    """Raises TooManyRequests, which says `why`, where all places stay taken for that many seconds."""
    try:
        async with asyncio.timeout(within):
            await places.acquire()
    except TimeoutError:
        raise TooManyRequests(why, COME_AGAIN) from None
    try:
        yield
    finally:
        places.release()
