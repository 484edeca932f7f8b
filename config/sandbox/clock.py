"""Time for the simulated platforms: the machine's, or one that a test moves by hand."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Seconds since the epoch, and a way to wait for them to pass."""

    def now(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own time, or `ahead` of it by so many seconds. Who sleeps is not woken by a
    change of that: sleeping is for the machine's seconds."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> float:
        return time.time() + self.ahead

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class HandClock:
    """Stands still until `advance`; sleepers wake when their time has come."""

    def __init__(self, start: float = 1_760_000_000.0) -> None:
        self._now = start
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self._changed = asyncio.Event()

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        sleeper = (self._now + seconds, waker)
        self._sleepers.append(sleeper)
        self._changed.set()
        try:
            await waker
        finally:
            self._sleepers.remove(sleeper)

    def advance(self, seconds: float) -> None:
        self._now += seconds
        for due, waker in self._sleepers:
            if due <= self._now and not waker.done():
                waker.set_result(None)

    async def next_sleep(self) -> float:
        """Wait until somebody sleeps; the seconds until the first of them wakes."""
        while not (dues := [due for due, waker in self._sleepers if not waker.done()]):
            self._changed.clear()
            await self._changed.wait()
        return min(dues) - self._now


async def happens_within(event: asyncio.Event, seconds: float, clock: Clock) -> bool:
    """Wait for the event, at most so long; whether it came."""
    waits = asyncio.ensure_future(event.wait())
    sleeps = asyncio.ensure_future(clock.sleep(seconds))
    try:
        await asyncio.wait({waits, sleeps}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waits.cancel()
        sleeps.cancel()
    return event.is_set()
