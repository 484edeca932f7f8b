"""The fetcher: files outlast an outage, and no file holds up another."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlmodel import Session, col, select

from connectors.telegram import PLATFORM
from scrm.channels.failures import CredentialsRejected, FetchFailed
from scrm.channels.outbound import Fetched
from scrm.channels.registry import OpenChannel, Registry
from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState, Media, MediaKind
from scrm.files import service
from scrm.files.fetching.worker import AT_ONCE, Fetcher
from scrm.files.forgetting import store as forgetting
from scrm.files.service import FileShelf
from scrm.files.tables import Attachment
from scrm.files.values import FileState
from scrm.kernel.doorbell import Doorbell
from tests.support.clock import NOON, HandClock
from tests.support.scene import Scene

WITHIN = 10.0


@dataclass
class Shelf:
    """A platform's files: each fetch is counted, and may fail or not end."""

    asked: list[str] = field(default_factory=list)
    away: Exception | None = None
    stuck: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def fetch(self, reference: str) -> AsyncIterator[Fetched]:
        self.asked.append(reference)
        if self.away is not None:
            raise self.away
        yield Fetched("text/plain", None, self._chunks(reference))

    async def _chunks(self, reference: str) -> AsyncIterator[bytes]:
        yield b"half of "
        if reference in self.stuck:
            await asyncio.Event().wait()
        yield reference.encode()


class Bell(Doorbell):
    """Tells when the fetcher waits for it, having seen all that rang before."""

    def __init__(self) -> None:
        super().__init__()
        self._waits = False
        self._came = asyncio.Event()

    async def wait(self, name: str, at_most: float) -> bool:
        self._waits = True
        self._came.set()
        try:
            return await super().wait(name, at_most)
        finally:
            self._waits = False

    async def rest(self, is_idle: Callable[[], bool]) -> None:
        """Until it waits, with nobody at the door and nothing under way."""
        while not (self._waits and not self._bells[service.TOPIC].is_set() and is_idle()):
            self._came.clear()
            await self._came.wait()


@dataclass
class Channels:
    """The registry of one channel."""

    channel: OpenChannel

    def find(self, _channel_id: int) -> OpenChannel:
        return self.channel

    def __iter__(self) -> Iterator[OpenChannel]:
        return iter((self.channel,))


@dataclass
class Post:
    """A fetcher at work, and hands to move its time and its channel with."""

    scene: Scene
    shelf: Shelf
    registry: Channels
    bell: Bell
    clock: HandClock
    folder: Path
    fetcher: Fetcher
    working: "asyncio.Task[None] | None" = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def comes(self, *references: str) -> list[int]:
        """A message with these files."""
        media = [Media(MediaKind.DOCUMENT, one, name=one) for one in references]
        channel_id, now = self.scene.channel_id, self.clock.now()
        ids = await self.scene.do(lambda s: service.expect(s, channel_id, 1, media, now))
        self.bell.ring(service.TOPIC)
        return ids

    async def state(self, file_id: int) -> Attachment:
        return await self.scene.database.read(lambda s: s.get_one(Attachment, file_id))

    async def goes_by(self, hours: float, step: timedelta = timedelta(minutes=5)) -> None:
        """Time passes, in steps that a fetcher has time to see."""
        until = self.clock.now() + timedelta(hours=hours)
        while self.clock.now() < until:
            self.clock.advance(step)
            await self.quiet()

    async def quiet(self) -> None:
        """Nothing is due any more."""
        self.bell.ring(service.TOPIC)
        async with asyncio.timeout(WITHIN):
            await self.bell.rest(lambda: not self.fetcher._fetching)

    async def until(self, file_id: int, state: FileState) -> None:
        async with asyncio.timeout(WITHIN):
            while (await self.state(file_id)).state != state:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.005)

    async def turn(self, state: ChannelState) -> None:
        """Until nothing is under way that a step claimed before."""
        self.registry.channel = replace(self.registry.channel, state=state)
        await self.quiet()

    async def stop(self) -> None:
        self.stopping.set()
        self.bell.close()
        assert self.working is not None
        async with asyncio.timeout(WITHIN):
            await self.working


@pytest.fixture
async def post(scene: Scene, tmp_path: Path) -> AsyncIterator[Post]:
    shelf, bell, clock = Shelf(), Bell(), HandClock(scene.now)
    state = ChannelState.ACTIVE
    channel = OpenChannel(scene.channel_id, "Shop", state, PLATFORM, cast("Any", shelf), False, 1)
    registry = Channels(channel)
    folder = tmp_path / "files"
    fetcher = Fetcher(
        database=scene.database,
        registry=cast("Registry", registry),
        shelf=FileShelf(folder, scene.database),
        clock=clock,
        bell=bell,
        most_bytes=1_000,
    )
    made = Post(scene, shelf, registry, bell, clock, folder, fetcher)
    made.working = asyncio.create_task(fetcher.run(made.stopping))
    yield made
    await made.stop()


async def test_what_is_fetched_of_somebody_who_was_erased_meanwhile_is_not_kept(post: Post) -> None:
    begun, erased = asyncio.Event(), asyncio.Event()

    async def slowly(reference: str) -> AsyncIterator[bytes]:
        begun.set()
        await erased.wait()
        yield reference.encode()

    post.shelf._chunks = slowly  # type: ignore[method-assign]
    (file_id,) = await post.comes("invoice")
    async with asyncio.timeout(WITHIN):
        await begun.wait()
        await post.scene.do(lambda s: forgetting.forget(s, [file_id]))
        erased.set()
        while not await post.scene.database.read(lambda s: forgetting.unneeded(s, 9)):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_a_file_outlasts_a_platform_that_is_away_for_a_night(post: Post) -> None:
    post.shelf.away = FetchFailed("no connection")
    (file_id,) = await post.comes("invoice")
    await post.goes_by(23)
    assert (await post.state(file_id)).state == FileState.PENDING
    assert len(post.shelf.asked) < 40
    post.shelf.away = None
    await post.goes_by(1.5)
    await post.until(file_id, FileState.STORED)


async def test_a_platform_that_stays_away_is_given_up_after_a_day_or_two(post: Post) -> None:
    post.shelf.away = FetchFailed("no connection")
    (file_id,) = await post.comes("invoice")
    await post.goes_by(48, timedelta(minutes=30))
    found = await post.state(file_id)
    assert (found.state, found.reason) == (FileState.FAILED, "no connection")


async def test_a_connector_that_breaks_is_not_asked_for_ever(post: Post) -> None:
    post.shelf.away = RuntimeError("a bug")
    (file_id,) = await post.comes("invoice")
    await post.goes_by(48, timedelta(minutes=30))
    assert (await post.state(file_id)).state == FileState.FAILED


async def test_a_throttled_channel_is_left_alone_as_long_as_told_and_loses_no_try(
    post: Post,
) -> None:
    wait = timedelta(hours=3)
    post.shelf.away = FetchFailed("too many requests", retry_after=wait)
    first, second = await post.comes("1", "2")
    await post.quiet()
    asked = len(post.shelf.asked)
    await post.comes("3")
    await post.goes_by(2.9)
    assert len(post.shelf.asked) == asked
    assert [(await post.state(one)).tries for one in (first, second)] == [0, 0]
    post.shelf.away = None
    await post.goes_by(0.2)
    await post.until(second, FileState.STORED)


async def test_a_paused_channel_s_files_wait_for_it_however_long(post: Post) -> None:
    await post.turn(ChannelState.PAUSED)
    (file_id,) = await post.comes("invoice")
    await post.goes_by(100, timedelta(hours=2))
    found = await post.state(file_id)
    assert (found.state, found.tries, post.shelf.asked) == (FileState.PENDING, 0, [])
    await post.turn(ChannelState.ACTIVE)
    await post.until(file_id, FileState.STORED)


async def test_a_refused_key_pauses_the_channel_and_costs_the_file_nothing(post: Post) -> None:
    post.shelf.away = CredentialsRejected("Unauthorized")
    (file_id,) = await post.comes("invoice")

    def paused(session: Session) -> str:
        return session.get_one(Channel, post.scene.channel_id).paused_reason

    await post.quiet()
    assert await post.scene.database.read(paused) == "Unauthorized"
    found = await post.state(file_id)
    assert (found.state, found.tries) == (FileState.PENDING, 0)


async def test_a_file_that_does_not_end_holds_up_no_other(post: Post) -> None:
    post.shelf.stuck = {"slow"}
    names = [str(number) for number in range(3 * AT_ONCE)]
    slow, *others = await post.comes("slow", *names)
    for each in others:
        await post.until(each, FileState.STORED)
    assert (await post.state(slow)).state == FileState.PENDING


async def test_stopping_waits_for_no_file_and_gives_it_back_whole(post: Post) -> None:
    post.shelf.stuck = {"slow"}
    (file_id,) = await post.comes("slow")
    async with asyncio.timeout(WITHIN):
        while not post.shelf.asked:  # noqa: ASYNC110 - the connector has no signal
            await asyncio.sleep(0.005)
    await post.stop()
    found = await post.state(file_id)
    assert (found.state, found.due_at, found.tries) == (FileState.PENDING, NOON, 0)
    assert list((post.folder / "incoming").glob("*")) == []


async def test_files_that_wait_cost_no_look_at_the_others(post: Post) -> None:
    """What a paused channel has waiting is not claimed, so it takes no slot either."""
    await post.turn(ChannelState.PAUSED)
    await post.comes(*"abcdef")
    await post.goes_by(1)

    def due(session: Session) -> set[datetime | None]:
        return set(session.exec(select(col(Attachment.due_at))))

    assert await post.scene.database.read(due) == {NOON}
