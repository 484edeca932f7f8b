"""Polls one channel: the cursor is kept in the commit that applies what it brought."""

import asyncio

import structlog

from scrm.channels import service as channels
from scrm.channels.failures import CredentialsRejected, SendFailed
from scrm.channels.registry import Registry
from scrm.intake import store
from scrm.intake.worker import Intake
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.errors import Unavailable
from scrm.kernel.loop import pause

log = structlog.get_logger()

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
SOURCE = "polling"


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
        self._stumbled = True  # an earlier process may have, and have said so

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
                await self._recover()
            except CredentialsRejected as refused:
                await self._pause(str(refused), channel.credentials)
                return
            except (SendFailed, Unavailable) as failure:
                await self._stumble(failure, stopping)

    async def _stumble(self, failure: Exception, stopping: asyncio.Event) -> None:
        log.warning("poll failed", action="intake.poll_failed", why=str(failure))
        if isinstance(failure, SendFailed):
            self._stumbled = True
            now, words = self._clock.now(), str(failure)
            await self._database.write(
                lambda s: channels.warn(s, self._channel_id, SOURCE, words, now)
            )
        await pause(self._wait, stopping)
        self._wait = min(self._wait * 2, LONGEST_WAIT)

    async def _recover(self) -> None:
        """The first poll that works takes back what the last that failed said of the channel."""
        self._wait = FIRST_WAIT
        if self._stumbled:
            self._stumbled = False
            now = self._clock.now()
            await self._database.write(
                lambda s: channels.stop_warning(s, self._channel_id, SOURCE, now)
            )

    async def _pause(self, reason: str, credentials: bytes) -> None:
        await self._database.write(
            lambda s: channels.pause(s, self._channel_id, reason, refused=credentials)
        )
