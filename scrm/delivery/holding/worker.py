"""Lets come back what campaigns send and what was held until a time, and ends what became too late."""

from datetime import datetime

from sqlmodel import Session

from scrm.delivery import service as delivery
from scrm.delivery.holding import service
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell

LONGEST_SLEEP = 20.0
A_LITTLE = 1.0


class Holding:
    """One step: what has come due, or sleep until something is."""

    def __init__(self, database: Database, clock: Clock, bell: Doorbell) -> None:
        self._database = database
        self._clock = clock
        self._bell = bell

    async def step(self) -> None:
        due, late = await self._database.read(_look)
        is_late = late is not None and late <= self._clock.now()
        if is_late and await self._database.write(self._end_late) > 0:
            return
        if due is not None and due <= self._clock.now():
            came = await self._database.write(self._come_back)
            if came:  # what another holds just now is looked at a little later
                return
        await self._bell.wait(delivery.HELD, self._sleep(due))

    def _end_late(self, session: Session) -> int:
        return service.end_late(session, self._clock.now())

    def _come_back(self, session: Session) -> int:
        return service.come_back(session, self._clock.now())

    def _sleep(self, due: datetime | None) -> float:
        if due is None:
            return LONGEST_SLEEP
        seconds = (due - self._clock.now()).total_seconds()
        return min(seconds if seconds > 0 else A_LITTLE, LONGEST_SLEEP)


def _look(session: Session) -> tuple[datetime | None, datetime | None]:
    """When something comes back, and when something becomes too late."""
    return service.next_due(session), service.first_late(session)
