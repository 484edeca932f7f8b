"""Fetches the files of messages from their platforms."""

import asyncio
from datetime import timedelta

import structlog
from sqlmodel import Session

from scrm.channels.failures import FetchFailed
from scrm.channels.registry import Registry
from scrm.files import service, store
from scrm.files.fetching.policy import UNKNOWN
from scrm.files.fetching.service import Stored, TooLarge, TooSlow, store_stream
from scrm.files.service import FileShelf
from scrm.files.tables import Attachment
from scrm.files.values import FileState
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.signals import signal

log = structlog.get_logger()

AT_ONCE = 4
MOST_TRIES = 6
FIRST_WAIT = timedelta(seconds=5)
LEASE = timedelta(minutes=3)
FETCH_WITHIN = 120.0
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

    async def step(self) -> None:
        """Fetch what is due, or sleep until something is."""
        now = self._clock.now()
        claimed = await self._database.write(lambda s: store.claim_pending(s, AT_ONCE, now, LEASE))
        if claimed:
            async with asyncio.TaskGroup() as group:
                for file in claimed:
                    group.create_task(self._fetch(file))
            return
        due = await self._database.read(store.next_due)
        at_most = LONGEST_SLEEP
        if due is not None:
            at_most = min(max((due - now).total_seconds(), 0.05), LONGEST_SLEEP)
        await self._bell.wait(service.TOPIC, at_most)

    async def _fetch(self, file: Attachment) -> None:
        try:
            stored = await self._download(file)
        except TooLarge:
            await self._end(file, state=FileState.TOO_LARGE, reason="too_large")
        except FetchFailed as failure:
            state = FileState.TOO_LARGE if failure.code == "too_large" else FileState.FAILED
            if failure.final or file.tries >= MOST_TRIES:
                await self._end(file, state=state, reason=str(failure)[:300])
            else:
                await self._again(file, str(failure))
        except (TooSlow, OSError) as failure:
            if file.tries >= MOST_TRIES:
                await self._end(file, state=FileState.FAILED, reason=type(failure).__name__)
            else:
                await self._again(file, type(failure).__name__)
        else:
            await self._end(
                file,
                state=FileState.STORED,
                sha256=stored.sha256,
                size=stored.size,
                media_type=_type(file, stored),
                reason="",
            )

    async def _download(self, file: Attachment) -> Stored:
        channel = self._registry.find(file.channel_id or 0)
        if channel is None:
            raise FetchFailed("its channel can't be opened")
        async with channel.connector.fetch(file.reference) as fetched:
            if fetched.size is not None and fetched.size > self._most_bytes:
                raise TooLarge
            return await store_stream(
                self._shelf.folder, fetched.chunks, self._most_bytes, FETCH_WITHIN
            )

    async def _again(self, file: Attachment, why: str) -> None:
        log.info("file will be fetched again", action="file.retry", id=file.id, why=why)
        due = self._clock.now() + FIRST_WAIT * 2 ** (file.tries - 1)
        await self._database.write(lambda s: store.change(s, file.id, due_at=due, reason=why[:300]))

    async def _end(self, file: Attachment, **values: object) -> None:
        def work(session: Session) -> None:
            store.change(session, file.id, due_at=None, **values)
            if file.message_id is not None:
                signal(session, "message", file.message_id)

        await self._database.write(work)


def _type(file: Attachment, stored: Stored) -> str:
    """The bytes' own word counts; the platform's only where the bytes say nothing known."""
    if stored.media_type != UNKNOWN:
        return stored.media_type
    claimed = file.media_type
    return claimed if claimed.startswith(("audio/", "video/", "image/webp")) else UNKNOWN
