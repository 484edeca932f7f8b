"""Answers whoever has written to the end."""

import asyncio

from sqlmodel import Session

from scrm.bots.answering import service
from scrm.bots.reactor import Bots
from scrm.bots.turns import service as queue
from scrm.channels.registry import Registry
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.knowledge.answering.service import Articles

CLAIM = 400
"""Turns in one commit, of which each has costs of its own; a channel gives no more than it has room
for."""
LONGEST_SLEEP = 60.0
MOMENT = 0.1
"""Seconds from look to look: every commit that brings the bot a turn rings, hundreds in a second."""


class Answering:
    """One step: what is due, or sleep until something is."""

    def __init__(
        self,
        database: Database,
        bots: Bots,
        articles: Articles,
        registry: Registry,
        clock: Clock,
        bell: Doorbell,
    ) -> None:
        self._database = database
        self._bots = bots
        self._articles = articles
        self._registry = registry
        self._clock = clock
        self._bell = bell
        self._looked = 0.0

    async def step(self) -> None:
        await self._gather()
        now = self._clock.now()
        due = await self._database.read(lambda s: queue.next_due(s, now))
        if due is not None and due <= now:
            await self._database.write(self._take)
            return
        at_most = LONGEST_SLEEP
        if due is not None:
            at_most = min((due - now).total_seconds(), LONGEST_SLEEP)
        await self._bell.wait(service.TOPIC, at_most)

    async def _gather(self) -> None:
        """Who rings after a while is heard at once."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self._looked + MOMENT - loop.time())
        self._looked = loop.time()

    def _take(self, session: Session) -> int:
        now = self._clock.now()
        live = self._bots.in_force(session, now)
        can = {one.platform.name: one.platform.capabilities for one in self._registry}
        return service.take_turns(session, live, self._articles, can, now, CLAIM)
