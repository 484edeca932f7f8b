"""Looks at whom the time has come for, and at everybody where somebody asked for it."""

from datetime import datetime

from sqlmodel import Session

from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from tagging.watching import service, store
from tagging.watching.reactor import Watches

CLAIM = 200
"""People in one unit: a reply of an agent waits behind it."""
LONGEST_SLEEP = 2.0
"""Seconds: who moves the clock sees what lapses."""


class Watcher:
    """One step: what is due first, else a piece of a filling, else sleep."""

    def __init__(self, database: Database, watches: Watches, clock: Clock, bell: Doorbell) -> None:
        self._database = database
        self._watches = watches
        self._clock = clock
        self._bell = bell

    async def step(self) -> None:
        if not await self.work():
            await self._bell.wait(service.TOPIC, LONGEST_SLEEP)

    async def work(self) -> bool:
        """Whether there was something to do."""
        now = self._clock.now()
        due_at, is_filling = await self._database.read(_waiting)
        if due_at is not None and due_at <= now:
            await self._database.write(lambda s: self._watches.due(s, now, CLAIM))
            return True
        return is_filling and await self._database.write(lambda s: self._watches.fill(s, now))


def _waiting(session: Session) -> tuple[datetime | None, bool]:
    return store.next_due(session), store.next_filling(session) is not None
