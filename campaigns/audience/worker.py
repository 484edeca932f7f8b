"""Freezes the audiences of what is due, and ends the recipients of what was cancelled, in slices: a
reply of an agent waits behind one of them and not behind a million."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial

import structlog

from campaigns.audience import service, store
from campaigns.audience.failing import service as failing
from campaigns.audience.filling import service as filling
from campaigns.values import TOPIC
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import ScrmError, Unavailable
from scrm.kernel.failpoints import failpoint

log = structlog.get_logger()

SLICE = 10_000
"""People in one unit."""
CANCELLED_AT_ONCE = 5_000
LONGEST_SLEEP = 20.0
"""Seconds; the clock rings more often."""


class Freezer:
    """One step: what was cancelled first, else what is due, else sleep. Any number of them may be at
    work: the key of an occurrence's people decides. `receipts` tells the channels whose platforms say
    what was read."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bell: Doorbell,
        receipts: Callable[[], Sequence[int]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._bell = bell
        self._receipts = receipts

    async def step(self) -> None:
        if not await self.work():
            await self._bell.wait(TOPIC, LONGEST_SLEEP)

    async def work(self) -> bool:
        """Whether something was done."""
        now = self._clock.now()
        waiting = await self._database.read(lambda s: service.waiting(s, now))
        if waiting.cancelled is not None:
            campaign_id = waiting.cancelled
            ended = await self._database.write(
                lambda s: store.cancel_some(s, campaign_id, CANCELLED_AT_ONCE, now)
            )
            return ended > 0
        if waiting.due is not None:
            return await self._freeze(waiting.due, now)
        return waiting.fills is not None and await self._fill(waiting.fills, now)

    async def _fill(self, occurrence_id: int, now: datetime) -> bool:
        return await self._guarded(occurrence_id, self._filled(occurrence_id, now), now)

    async def _filled(self, occurrence_id: int, now: datetime) -> bool:
        found = await self._database.read(lambda s: filling.gathered(s, occurrence_id, now))
        if found is None:
            return False
        for first in range(0, len(found.ids), SLICE):
            some = found.ids[first : first + SLICE]
            if not await self._database.write(partial(filling.put_in, filling=found, ids=some)):
                return False
        return await self._database.write(lambda s: filling.close(s, found, now))

    async def _freeze(self, occurrence_id: int, now: datetime) -> bool:
        """One that can't be frozen, for what it names is gone, waits for a person as if it were late:
        it must not hold up the others. A busy database says nothing of it."""
        return await self._guarded(occurrence_id, self._frozen(occurrence_id, now), now)

    async def _guarded(self, occurrence_id: int, work: Awaitable[bool], now: datetime) -> bool:
        try:
            return await work
        except Unavailable:
            raise
        except ScrmError:
            log.exception("freeze failed", action="campaigns.freeze_failed", id=occurrence_id)
            await self._database.write(lambda s: failing.give_up(s, occurrence_id, now))
            return True

    async def _frozen(self, occurrence_id: int, now: datetime) -> bool:
        run = await self._database.write(lambda s: service.begin(s, occurrence_id, now))
        if run is None:  # where it was missed another may be due: that of the next day
            return await self._database.read(lambda s: service.was_missed(s, occurrence_id))
        failpoint("campaigns.begun")
        receipts = self._receipts()
        ids, times = await self._database.read(lambda s: service.gathered(s, run, now, receipts))
        for first in range(0, len(ids), SLICE):
            some = ids[first : first + SLICE]
            work = partial(service.freeze_some, run=run, ids=some, times=times)
            if not await self._database.write(work):
                return True  # held back meanwhile, or somebody else was first
        await self._database.write(lambda s: service.close(s, run, now))
        return True
