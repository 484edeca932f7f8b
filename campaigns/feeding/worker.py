"""Feeds the outbox: a portion of each campaign in turn, then sleeps until somebody is due, room is made
or a campaign changes."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial

import structlog
from sqlmodel import Session

from campaigns.feeding import store
from campaigns.feeding.service import Feeding
from campaigns.feeding.values import AT_ONCE, Due
from campaigns.missing import service as missing
from campaigns.sending import service as sending
from campaigns.stopping import service as stopping
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.failpoints import failpoint

log = structlog.get_logger()

BELL = "campaigns.feeding"
LONGEST_SLEEP = 20.0
SHORTEST_SLEEP = 0.05
A_MOMENT = 0.1


class Feeder:
    """`ahead` says by channel how many messages of campaigns may wait in its outbox; a channel that is
    paused is not among them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bell: Doorbell,
        feeding: Feeding,
        ahead: Callable[[], Mapping[int, int]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._bell = bell
        self._feeding = feeding
        self._ahead = ahead
        self._last = 0
        self._at_work: Collection[int] = ()

    async def step(self) -> None:
        ahead = self._ahead()
        await self._go_on(ahead.keys())
        is_late, waits, due = await self._database.read(self._look)
        fed = 0
        if is_late:
            fed += await self._database.write(lambda s: missing.end_late(s, self._clock.now()))
        if waits:
            await self._database.write(lambda s: sending.let_go(s, self._clock.now()))
        for one in self._in_turn(due):
            fed += await self._feed(one.campaign_id, ahead)
        if not fed:
            # Room is rung for with each that leaves, and worth looking for when some have left.
            await asyncio.sleep(A_MOMENT)
            await self._bell.wait(BELL, self._sleep(due))

    async def _go_on(self, at_work: Collection[int]) -> None:
        """Who was held because a channel was paused is looked at when it works again. One that this
        hub has not seen at work may have been."""
        resumed = set(at_work) - set(self._at_work)
        woken = AT_ONCE if resumed else 0
        while woken == AT_ONCE:
            woken = await self._database.write(
                lambda s: store.wake_on(s, resumed, self._clock.now(), AT_ONCE)
            )
        self._at_work = tuple(at_work)

    def _look(self, session: Session) -> tuple[bool, bool, list[Due]]:
        """Whether it is too late for somebody, whether something in the outbox may go on, and who is
        due."""
        is_late = missing.is_late(session, self._clock.now())
        if stopping.is_stopped(session):
            return is_late, False, []
        return is_late, sending.may_go_on(session), store.due_campaigns(session)

    def _in_turn(self, due: list[Due]) -> list[Due]:
        """Those that are due, from the one behind the last that began: a large campaign would fill
        the outbox before any other had its turn."""
        ready = sorted(one for one in due if one.at <= self._clock.now())
        behind = [one for one in ready if one.campaign_id > self._last]
        before = [one for one in ready if one.campaign_id <= self._last]
        turn = [*behind, *before]
        self._last = turn[0].campaign_id if turn else 0
        return turn

    async def _feed(self, campaign_id: int, ahead: Mapping[int, int]) -> int:
        work = partial(
            self._feeding.feed,
            campaign_id=campaign_id,
            ahead=ahead,
            now=self._clock.now(),
        )
        try:
            fed = await self._database.write(work)
        except Exception:
            # One that is broken holds up no other; it stays open, and is looked at again.
            log.exception("feeding failed", action="campaigns.feeding_failed", id=campaign_id)
            return 0
        failpoint("campaigns.given")
        return fed

    def _sleep(self, due: list[Due]) -> float:
        """Who is due already waits for room: it rings."""
        now: datetime = self._clock.now()
        later = [(one.at - now).total_seconds() for one in due if one.at > now]
        return min(max(min(later, default=LONGEST_SLEEP), SHORTEST_SLEEP), LONGEST_SLEEP)
