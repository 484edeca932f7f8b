"""Run a step again and again until told to stop."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger()

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0

Step = Callable[[], Awaitable[None]]


async def repeat(
    name: str,
    step: Step,
    stopping: asyncio.Event,
    *,
    wanted: Callable[[], bool] = lambda: True,
) -> None:
    """Call `step` until `stopping` is set or it is no longer `wanted`.

    A step waits for its own work; one that raises is logged and tried again after a wait
    that doubles, so that a broken part neither spins nor dies.
    """
    wait = FIRST_WAIT
    while not stopping.is_set() and wanted():
        try:
            await step()
            wait = FIRST_WAIT
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("step failed", action="loop.step_failed", loop=name, again_in=wait)
            await pause(wait, stopping)
            wait = min(wait * 2, LONGEST_WAIT)


async def pause(seconds: float, stopping: asyncio.Event) -> None:
    """Wait `seconds`, or less when told to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return
