"""The sender of a channel: what it keeps going when something around it fails or waits."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from sqlmodel import Session, col, select

from connectors.telegram import PLATFORM
from scrm.channels import store as channel_store
from scrm.channels.failures import CredentialsRejected, SendFailed, Throttled
from scrm.channels.outbound import Outbound, OutboundContent, SendMessage, Sent
from scrm.channels.registry import OpenChannel, Registry
from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.delivery import service
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import service as sending
from scrm.delivery.tables import Delivery
from scrm.delivery.values import DeliveryState
from scrm.delivery.worker import Sender
from scrm.files.service import FileShelf
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import Unavailable
from scrm.kernel.signals import Signal
from tests.support.clock import HandClock
from tests.support.scene import WORKER, Scene

WITHIN = 10.0


@dataclass
class Line:
    """A connector whose sends a test holds, counts and lets fail."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    failures: list[SendFailed] = field(default_factory=list)

    def split(self, content: OutboundContent) -> list[OutboundContent]:
        return [content]

    def render(self, outbound: Outbound) -> None:
        pass

    async def send(self, outbound: Outbound) -> Sent:
        assert isinstance(outbound.action, SendMessage)
        self.begun.put_nowait(outbound.action.content.text)
        await self.open.wait()
        if self.failures:
            raise self.failures.pop(0)
        return Sent(f"at the platform {outbound.tracker}")


@dataclass
class Watch:
    """Stands in for the module `time`; what moves it are looks and the test, not the machine."""

    shows: float

    def monotonic(self) -> float:
        self.shows += 0.001
        return self.shows


class NoFiles:
    async def outbound(self, _ids: object) -> dict[int, Any]:
        return {}


@dataclass
class Channels:
    """The registry of one channel."""

    channel: OpenChannel

    def find(self, _channel_id: int) -> OpenChannel:
        return self.channel


@dataclass
class Shop:
    scene: Scene
    line: Line
    registry: Channels
    bell: Doorbell
    clock: HandClock

    async def says(self, who: str, *texts: str) -> None:
        """Somebody writes and is answered with these."""
        heard = await self.scene.hear("Hello", who=who, external_id=f"{who} says")
        for text in texts:
            await self.scene.answer(heard.conversation_id, text)

    async def begins(self) -> str:
        async with asyncio.timeout(WITHIN):
            return await self.line.begun.get()

    async def until(self, look: Callable[[Session], bool]) -> None:
        async with asyncio.timeout(WITHIN):
            while not await self.scene.database.read(look):  # noqa: ASYNC110 - not all changes signal
                await asyncio.sleep(0.02)


def all_in(state: DeliveryState) -> Callable[[Session], bool]:
    return lambda s: set(s.exec(select(Delivery.state))) == {state}


@pytest.fixture
async def shop(scene: Scene) -> AsyncIterator[Shop]:
    """A sender at work on the scene's channel, whose platform takes what it is sent."""
    line, bell, clock = Line(), Doorbell(), HandClock(scene.now)
    line.open.set()
    limits = replace(PLATFORM.limits, per_chat_per_second=1.0)
    platform = replace(PLATFORM, limits=limits)
    state = ChannelState.ACTIVE
    channel = OpenChannel(scene.channel_id, "Shop", state, platform, cast("Any", line), False, 1000)
    registry = Channels(channel)
    sender = Sender(
        scene.channel_id,
        database=scene.database,
        registry=cast("Registry", registry),
        shelf=cast("FileShelf", NoFiles()),
        bell=bell,
        clock=clock,
        worker=WORKER,
    )

    def ring(signals: Any) -> None:
        for one in signals:
            if isinstance(one, Signal) and one.topic == service.TOPIC:
                bell.ring(f"{service.TOPIC}:{one.key}")

    scene.database.listen(ring)
    stopping = asyncio.Event()
    working = asyncio.create_task(sender.run(stopping))
    yield Shop(scene, line, registry, bell, clock)
    stopping.set()
    bell.close()
    line.open.set()
    async with asyncio.timeout(WITHIN):
        await working


async def test_a_database_that_fails_breaks_off_no_send(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.line.open.clear()
    await shop.says("1", "to Ada")
    assert await shop.begins() == "to Ada"
    failed = asyncio.Event()
    loop, real = asyncio.get_running_loop(), queue.reserve

    def fails_once(*given: Any, **named: Any) -> list[Delivery]:
        monkeypatch.setattr(queue, "reserve", real)
        loop.call_soon_threadsafe(failed.set)
        raise Unavailable("no room on the disk")

    monkeypatch.setattr(queue, "reserve", fails_once)
    await shop.says("2", "to Bo")
    async with asyncio.timeout(WITHIN):
        await failed.wait()
    shop.line.open.set()
    await shop.until(all_in(DeliveryState.SENT))


async def test_a_queue_that_can_not_move_is_not_looked_at(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    real = queue.next_due

    def counted(session: Session, channel_id: int, now: datetime) -> datetime | None:
        looks.append(now)
        return real(session, channel_id, now)

    monkeypatch.setattr(queue, "next_due", counted)
    shop.registry.channel = replace(shop.registry.channel, state=ChannelState.PAUSED)
    await shop.says("1", "Hi")
    await asyncio.sleep(0.5)
    assert len(looks) <= 1
    shop.registry.channel = replace(shop.registry.channel, state=ChannelState.ACTIVE)
    shop.bell.ring(f"{service.TOPIC}:{shop.scene.channel_id}")
    assert await shop.begins() == "Hi"


async def test_the_pace_of_one_chat_holds_up_no_other(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(time.monotonic())
    monkeypatch.setattr("scrm.delivery.pacing.worker.time", watch)
    await shop.says("1", *(f"{number} to Ada" for number in range(5)))
    for number in range(3):  # a chat's burst
        assert await shop.begins() == f"{number} to Ada"
    await shop.says("2", "to Bo")
    assert await shop.begins() == "to Bo"
    watch.shows += 1
    assert await shop.begins() == "3 to Ada"


async def test_whose_chat_waits_stands_in_nobodys_way(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where only one at a time is taken ahead of its turn."""
    watch = Watch(time.monotonic())
    monkeypatch.setattr("scrm.delivery.pacing.worker.time", watch)
    monkeypatch.setattr("scrm.delivery.worker.AHEAD", 0.001)
    await shop.says("1", *(f"{number} to Ada" for number in range(4)))
    for number in range(3):  # a chat's burst
        assert await shop.begins() == f"{number} to Ada"
    await shop.says("2", "to Bo")
    assert await shop.begins() == "to Bo"


async def test_what_is_reserved_again_while_it_stands_in_line_goes_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lease ran out. By name its worker is the same: only its state says that it has begun."""
    slowly, looked = asyncio.Event(), asyncio.Event()

    async def outbound(_self: NoFiles, _ids: object) -> dict[int, Any]:
        looked.set()
        await slowly.wait()
        return {}

    monkeypatch.setattr(NoFiles, "outbound", outbound)
    await shop.says("1", "Hi")
    await looked.wait()
    late = shop.clock.advance(timedelta(seconds=31))
    await shop.scene.do(lambda s: sending.recover(s, late, worker="another"))
    reserved = asyncio.Event()
    shop.scene.database.listen(
        lambda signals: reserved.set() if any(s.topic == service.ROOM for s in signals) else None
    )
    shop.bell.ring(f"{service.TOPIC}:{shop.scene.channel_id}")
    async with asyncio.timeout(WITHIN):
        await reserved.wait()
    slowly.set()
    assert await shop.begins() == "Hi"
    await shop.until(all_in(DeliveryState.SENT))
    assert shop.line.begun.empty()


async def test_a_long_wait_that_the_platform_wants_goes_back_into_the_queue(shop: Shop) -> None:
    shop.line.failures.append(Throttled(timedelta(seconds=60), scope="channel"))
    await shop.says("1", "to Ada")
    assert await shop.begins() == "to Ada"
    await shop.until(all_in(DeliveryState.QUEUED))
    await shop.says("2", "to Bo")
    await asyncio.sleep(0.3)
    assert shop.line.begun.empty()
    assert await shop.scene.database.read(all_in(DeliveryState.QUEUED))


def _state_of(channel_id: int) -> Callable[[Session], str]:
    return lambda s: s.exec(select(Channel.state).where(col(Channel.id) == channel_id)).one()


async def test_the_refusal_of_an_old_key_does_not_pause_a_channel_with_a_new_one(
    shop: Shop,
) -> None:
    shop.line.open.clear()
    shop.line.failures.append(CredentialsRejected("Unauthorized"))
    await shop.says("1", "Hi")
    assert await shop.begins() == "Hi"
    channel_id = shop.scene.channel_id
    await shop.scene.do(lambda s: channel_store.change(s, channel_id, credentials=b"new"))
    shop.line.open.set()
    assert await shop.begins() == "Hi"
    await shop.until(all_in(DeliveryState.SENT))
    assert await shop.scene.database.read(_state_of(channel_id)) == ChannelState.ACTIVE


async def test_the_refusal_of_the_key_of_now_pauses_the_channel(shop: Shop) -> None:
    shop.line.failures.append(CredentialsRejected("Unauthorized"))
    await shop.says("1", "Hi")
    assert await shop.begins() == "Hi"
    paused = _state_of(shop.scene.channel_id)
    await shop.until(lambda s: paused(s) == ChannelState.PAUSED)
    shop.registry.channel = replace(shop.registry.channel, state=ChannelState.PAUSED)
    await shop.until(all_in(DeliveryState.QUEUED))
