"""Fetches the files of messages from their platforms."""

import asyncio
import random
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlmodel import Session

from scrm.channels import service as channels
from scrm.channels.failures import CredentialsRejected, FetchFailed
from scrm.channels.registry import OpenChannel, Registry
from scrm.files import service, store
from scrm.files.fetching.policy import FIRST_WAIT, UNKNOWN, wait_after
from scrm.files.fetching.service import Stored, TooLarge, TooSlow, store_stream
from scrm.files.service import FileShelf
from scrm.files.tables import Attachment
from scrm.files.values import FileState
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import Unavailable
from scrm.kernel.loop import repeat
from scrm.kernel.signals import signal

log = structlog.get_logger()

AT_ONCE = 4
LEASE = timedelta(minutes=4)
WITHIN = 180.0
"""Seconds for a whole fetch, with the platform's answer where the file is: shorter than its lease."""
STREAM_WITHIN = 120.0
LONGEST_SLEEP = 20.0


class Fetcher:
    """Claims what waits, fetches it bounded, and says how it ended."""

    def __init__(
        self,
        *,
        database: Database,
        registry: Registry,
        shelf: FileShelf,
        clock: Clock,
        bell: Doorbell,
        most_bytes: int,
    ) -> None:
        self._database = database
        self._registry = registry
        self._shelf = shelf
        self._clock = clock
        self._bell = bell
        self._most_bytes = most_bytes
        self._fetching: dict[int, asyncio.Task[None]] = {}
        self._held: dict[int, datetime] = {}
        """Until when a channel's platform wants no fetch."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Fetch until `stopping`; what is not here by then is given back and begins anew."""
        try:
            async with asyncio.TaskGroup() as group:
                await repeat("fetching", partial(self._step, group), stopping)
                for task in self._fetching.values():
                    task.cancel()
        finally:
            if unfinished := list(self._fetching):
                now = self._clock.now()
                await self._database.write(lambda s: store.give_back(s, unfinished, now))
                self._fetching.clear()

    async def _step(self, group: asyncio.TaskGroup) -> None:
        """Fill the free slots with what is due, or sleep until something is."""
        now = self._clock.now()
        room = AT_ONCE - len(self._fetching)
        ready = self._ready(now)
        claimed = await self._claim(ready, room, now) if room and ready else []
        for file in claimed:
            if file.id not in self._fetching:  # a clock that was set forward ends leases
                self._fetching[file.id] = group.create_task(self._fetch(file))
        if not claimed:
            await self._sleep(ready if room else [])

    def _ready(self, now: datetime) -> list[int]:
        """The channels that can be asked for a file. The files of others wait and lose no try:
        whoever resumes a channel rings."""
        self._held = {one: until for one, until in self._held.items() if until > now}
        return [one.id for one in self._registry if one.is_active and one.id not in self._held]

    async def _claim(self, ready: list[int], room: int, now: datetime) -> list[Attachment]:
        return await self._database.write(lambda s: store.claim_pending(s, ready, room, now, LEASE))

    async def _sleep(self, ready: list[int]) -> None:
        """Until something is due in one of these channels, a bell rings, or a held one is free."""
        due = await self._database.read(lambda s: store.next_due(s, ready)) if ready else None
        times = [*self._held.values(), *([due] if due else [])]
        at_most = LONGEST_SLEEP
        if times:
            until = (min(times) - self._clock.now()).total_seconds()
            at_most = min(max(until, 0.05), LONGEST_SLEEP)
        await self._bell.wait(service.TOPIC, at_most)

    async def _fetch(self, file: Attachment) -> None:
        """One file, from its slot to its end; a cancelled one is left to `run` to give back."""
        try:
            await self._try(file)
        except Unavailable as busy:  # the lease runs out, and it is fetched again
            log.warning("file waits", action="file.postponed", id=file.id, why=str(busy))
        except Exception:  # others are being fetched beside it
            log.exception("fetching broke", action="file.broken", id=file.id)
        del self._fetching[file.id]
        self._bell.ring(service.TOPIC)

    async def _try(self, file: Attachment) -> None:
        channel = self._registry.find(file.channel_id or 0)
        if channel is None or not channel.is_active:  # paused since it was claimed
            await self._wait(file, self._clock.now(), "its channel is paused", file.tries)
            return
        try:
            async with asyncio.timeout(WITHIN):
                stored = await self._download(channel, file)
        except TooLarge:
            await self._end(file, state=FileState.TOO_LARGE, reason="too_large")
        except CredentialsRejected as refusal:
            await self._pause(channel, file, str(refusal) or refusal.code)
        except FetchFailed as failure:
            await self._failed(file, failure)
        except (TooSlow, OSError) as failure:  # TimeoutError is an OSError
            await self._failed(file, FetchFailed(type(failure).__name__))
        except Exception as failure:
            log.exception("connector failed", action="file.connector_broken", id=file.id)
            await self._failed(file, FetchFailed(type(failure).__name__))
        else:
            media_type = _type(file, stored)
            found = {"sha256": stored.sha256, "size": stored.size, "media_type": media_type}
            await self._end(file, state=FileState.STORED, reason="", **found)

    async def _download(self, channel: OpenChannel, file: Attachment) -> Stored:
        async with channel.connector.fetch(file.reference) as fetched:
            if fetched.size is not None and fetched.size > self._most_bytes:
                raise TooLarge
            return await store_stream(
                self._shelf.folder, fetched.chunks, self._most_bytes, STREAM_WITHIN
            )

    async def _failed(self, file: Attachment, failure: FetchFailed) -> None:
        """A platform that says when to come back spends no try, and holds its whole channel."""
        now = self._clock.now()
        if failure.retry_after is not None:
            self._held[file.channel_id or 0] = now + failure.retry_after
            await self._wait(file, now + failure.retry_after, str(failure), file.tries)
            return
        jitter = random.random()  # noqa: S311 - spreads retries, guards nothing
        wait = None if failure.final else wait_after(file.tries + 1, jitter)
        if wait is not None:
            await self._wait(file, now + wait, str(failure), file.tries + 1)
            return
        state = FileState.TOO_LARGE if failure.code == "too_large" else FileState.FAILED
        await self._end(file, state=state, reason=str(failure)[:300])

    async def _wait(self, file: Attachment, until: datetime, why: str, tries: int) -> None:
        log.info("file will be fetched again", action="file.retry", id=file.id, why=why)
        values = {"due_at": until, "reason": why[:300], "tries": tries}
        await self._database.write(lambda s: store.change(s, file.id, **values))

    async def _pause(self, channel: OpenChannel, file: Attachment, why: str) -> None:
        """The account's key no longer opens: the channel is paused, and its files wait with it."""
        # Where the channel was given another key meanwhile it is not paused, and goes on soon.
        due = self._clock.now() + FIRST_WAIT

        def work(session: Session) -> None:
            store.change(session, file.id, due_at=due, reason=why[:300])
            channels.pause(session, channel.id, why, refused=channel.credentials)

        await self._database.write(work)

    async def _end(self, file: Attachment, **values: object) -> None:
        def work(session: Session) -> None:
            if not store.change(session, file.id, due_at=None, **values):
                if "sha256" in values:  # it was erased while it was fetched
                    store.unneed(session, [str(values["sha256"])])
            elif file.message_id is not None:
                signal(session, "message", file.message_id)

        await self._database.write(work)


def _type(file: Attachment, stored: Stored) -> str:
    """The bytes' own word counts; the platform's only where the bytes say nothing known."""
    if stored.media_type != UNKNOWN:
        return stored.media_type
    claimed = file.media_type
    return claimed if claimed.startswith(("audio/", "video/", "image/webp")) else UNKNOWN
