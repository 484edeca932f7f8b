"""Polls one channel: the cursor is kept in the commit that applies what it brought."""

import asyncio

import structlog

from scrm.channels import service as channels
from scrm.channels.failures import CredentialsRejected, SendFailed
from scrm.channels.registry import Registry
from scrm.channels.values import Health, HealthState
from scrm.intake import store
from scrm.intake.worker import Intake
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.errors import Unavailable
from scrm.kernel.loop import pause

log = structlog.get_logger()

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0


class Poller:
    """Pulls a channel's events until told to stop or the channel no longer polls."""

    def __init__(
        self, channel_id: int, database: Database, registry: Registry, intake: Intake, clock: Clock
    ) -> None:
        self._channel_id = channel_id
        self._database = database
        self._registry = registry
        self._intake = intake
        self._clock = clock
        self._wait = FIRST_WAIT

    async def run(self, stopping: asyncio.Event) -> None:
        """A pull that waits at the platform is cut short by `stopping`; nothing is lost by that."""
        async with asyncio.TaskGroup() as group:
            work = group.create_task(self._work(stopping))
            stop = group.create_task(stopping.wait())
            await asyncio.wait([work, stop], return_when=asyncio.FIRST_COMPLETED)
            work.cancel()
            stop.cancel()

    async def _work(self, stopping: asyncio.Event) -> None:
        cursor = await self._database.read(lambda s: store.find_cursor(s, self._channel_id))
        registered = False
        while not stopping.is_set():
            channel = self._registry.find(self._channel_id)
            if channel is None or not channel.is_active or not channel.polls:
                return
            try:
                if not registered:
                    await channel.connector.set_up(None)
                    registered = True
                pulled = await channel.connector.pull(cursor)
                if pulled.events:
                    await self._intake.accept(channel, pulled.events, cursor=pulled.cursor)
                cursor = pulled.cursor
                self._wait = FIRST_WAIT
            except CredentialsRejected as refused:
                await self._pause(str(refused))
                return
            except (SendFailed, Unavailable) as failure:
                await self._stumble(failure, stopping)

    async def _stumble(self, failure: Exception, stopping: asyncio.Event) -> None:
        log.warning("poll failed", action="intake.poll_failed", why=str(failure))
        if isinstance(failure, SendFailed):
            health = Health(HealthState.WARNING, str(failure))
            now = self._clock.now()
            await self._database.write(
                lambda s: channels.note_health(s, self._channel_id, health, now)
            )
        await pause(self._wait, stopping)
        self._wait = min(self._wait * 2, LONGEST_WAIT)

    async def _pause(self, reason: str) -> None:
        await self._database.write(lambda s: channels.pause(s, self._channel_id, reason))
