"""Tries again what subscribers failed at."""

from scrm.journal.reacting import service, store
from scrm.journal.reacting.service import Reactions
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell

CLAIM = 50
LONGEST_SLEEP = 60.0


class Again:
    """One step: what is due, or sleep until something is."""

    def __init__(
        self, database: Database, reactions: Reactions, clock: Clock, bell: Doorbell
    ) -> None:
        self._database = database
        self._reactions = reactions
        self._clock = clock
        self._bell = bell

    async def step(self) -> None:
        now = self._clock.now()
        due = await self._database.read(store.next_due)
        if due is not None and due <= now:
            await self._database.write(lambda s: self._reactions.again(s, now, CLAIM))
            return
        at_most = LONGEST_SLEEP
        if due is not None:
            at_most = min((due - now).total_seconds(), LONGEST_SLEEP)
        await self._bell.wait(service.TOPIC, at_most)
