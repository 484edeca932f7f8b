"""A clock that says "look": the only importer of APScheduler. It stores nothing (S-23)."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

Look = Callable[[], Awaitable[None]]

ENDS_WITHIN = 5.0
"""Seconds that looks have to end by themselves when the hub stops."""


class Ticker:
    """Calls looks at intervals until told to stop; a look that is still busy is not called again."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._busy: set[asyncio.Task[None]] = set()

    def every(self, seconds: float, look: Look, name: str) -> None:
        self._scheduler.add_job(
            self._guarded(look, name),
            "interval",
            seconds=seconds,
            id=name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    async def run(self, stopping: asyncio.Event) -> None:
        """Until `stopping`; looks that have begun end before this returns."""
        self._scheduler.start()
        try:
            await stopping.wait()
            self._scheduler.pause()
            if self._busy:
                await asyncio.wait(self._busy, timeout=ENDS_WITHIN)
        finally:
            self._scheduler.shutdown(wait=False)

    def _guarded(self, look: Look, name: str) -> Look:
        """A look that fails is logged, and comes again with the next tick."""

        async def guarded() -> None:
            task = asyncio.current_task()
            if task is not None:
                self._busy.add(task)
                task.add_done_callback(self._busy.discard)
            try:
                await look()
            except Exception:
                log.exception("look failed", action="scheduling.look_failed", look=name)

        return guarded
