"""Asks the hub until it answers, whatever befalls it meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from config.demo.inbox import HubAway
from config.demo.keeper import HubKeeper

T = TypeVar("T")
LOOK_EVERY = 0.3
"""Seconds until the hub is asked again."""


async def patiently(keeper: HubKeeper, ask: Callable[[], Awaitable[T]]) -> T:
    """Once more whenever nothing is known of what it did; what is asked must be harmless twice."""
    while True:
        try:
            return await ask()
        except HubAway:
            await keeper.up.wait()
            await asyncio.sleep(LOOK_EVERY)
