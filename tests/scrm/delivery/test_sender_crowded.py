"""The sender of a channel when much is under way: who waits, for whom, and for how long."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from scrm.channels.failures import Throttled
from scrm.channels.values import ChannelState
from scrm.delivery import service
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import service as sending
from scrm.delivery.tables import Delivery
from scrm.delivery.values import LANE_ORDER, DeliveryState, Lane
from scrm.kernel.errors import Unavailable
from tests.scrm.delivery.test_sender import WITHIN, NoFiles, Shop, Watch, all_in, shop

__all__ = ["shop"]

WELL_UNDER_A_LOCK = 3.0
"""Seconds: who waited for a lock would be told after five that there is none."""
MOST = 2


@dataclass
class Still(Watch):
    """It is moved by the test alone."""

    def monotonic(self) -> float:
        return self.shows


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two at most are being sent at once; comes before the sender, which asks when it is made."""
    monkeypatch.setattr("scrm.delivery.worker.MOST_SENDING", MOST)


async def _count(shop: Shop, state: DeliveryState) -> int:
    states = await shop.scene.database.read(lambda s: list(s.exec(select(Delivery.state))))
    return states.count(state)


def _ring(shop: Shop) -> None:
    shop.bell.ring(f"{service.TOPIC}:{shop.scene.channel_id}")


async def test_a_row_that_somebody_holds_holds_up_no_outcome(shop: Shop) -> None:
    """On SQLite nobody else writes meanwhile."""
    if shop.scene.database.is_sqlite:
        return
    shop.line.open.clear()
    for number in range(4):
        await shop.says(str(number), "Hi")
    for _ in range(4):
        await shop.begins()
    first = await shop.scene.database.read(
        lambda s: s.exec(select(Delivery.id).order_by(col(Delivery.id))).first()
    )
    with shop.scene.database.engine.connect() as other, other.begin():
        other.execute(text("SELECT id FROM delivery WHERE id = :id FOR UPDATE"), {"id": first})
        shop.line.open.set()
        async with asyncio.timeout(WELL_UNDER_A_LOCK):
            await shop.until(_sent(3))
            await shop.says("late", "Hi")
            await shop.until(_sent(4))
        assert await _count(shop, DeliveryState.SENDING) == 1
    await shop.until(_sent(5))


def _sent(number: int) -> Any:
    return lambda s: list(s.exec(select(Delivery.state))).count(DeliveryState.SENT) == number


async def test_a_wait_that_the_platform_wants_begins_before_it_is_on_record(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tried = sending.record, asyncio.Event()
    loop = asyncio.get_running_loop()

    def busy(*_: Any, **__: Any) -> None:
        loop.call_soon_threadsafe(tried.set)
        raise Unavailable("busy")

    monkeypatch.setattr(sending, "record", busy)
    shop.line.failures.append(Throttled(timedelta(seconds=60), scope="channel"))
    await shop.says("1", "to Ada")
    assert await shop.begins() == "to Ada"
    async with asyncio.timeout(WITHIN):
        await tried.wait()
    await shop.says("2", "to Bo")
    await asyncio.sleep(0.3)
    assert shop.line.begun.empty()
    monkeypatch.setattr(sending, "record", real)
    await shop.until(lambda s: set(s.exec(select(Delivery.state))) == {DeliveryState.QUEUED})


async def test_what_is_due_soon_is_not_slept_over_while_something_hangs(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.line.open.clear()
    await shop.says("1", "hangs")
    assert await shop.begins() == "hangs"
    looks, again = 0, asyncio.Event()
    loop = asyncio.get_running_loop()

    def due_soon(_session: Session, _channel_id: int, now: datetime) -> datetime:
        nonlocal looks
        looks += 1
        if looks == 3:
            loop.call_soon_threadsafe(again.set)
        return now + timedelta(seconds=0.1)

    monkeypatch.setattr(queue, "next_due", due_soon)
    _ring(shop)
    async with asyncio.timeout(WITHIN):
        await again.wait()


@pytest.mark.usefixtures("narrow")
async def test_who_stood_aside_waits_for_room_at_the_platform(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(time.monotonic())
    monkeypatch.setattr("scrm.delivery.pacing.worker.time", watch)
    await shop.says("1", *(f"{number} to Ada" for number in range(4)))
    for number in range(3):  # a chat's burst
        assert await shop.begins() == f"{number} to Ada"
    await shop.until(_sent(3))
    shop.line.open.clear()
    for who in ("2", "3"):
        await shop.says(who, f"to {who}")
    assert {await shop.begins() for _ in range(2)} == {"to 2", "to 3"}
    coming = _before_the_slot(monkeypatch)
    watch.shows += 5
    async with asyncio.timeout(WITHIN):
        await coming.wait()
    for _ in range(3):  # commits, of which the first would be its beginning
        await shop.scene.do(lambda s: s.execute(text("SELECT 1")))
    assert shop.line.begun.empty()
    assert await _count(shop, DeliveryState.SENDING) == MOST
    shop.line.open.set()
    assert await shop.begins() == "3 to Ada"
    await shop.until(_sent(6))


def _before_the_slot(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set when the next delivery has had its turn, and has only to wait for room."""
    real, coming = NoFiles.outbound, asyncio.Event()

    async def outbound(self: NoFiles, ids: object) -> dict[int, Any]:
        coming.set()
        return await real(self, ids)

    monkeypatch.setattr(NoFiles, "outbound", outbound)
    return coming


async def test_a_colleague_comes_before_the_bots_that_stand_in_line(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The channel takes one, and the next whenever time goes on by a hundredth of a second."""
    watch = Still(time.monotonic())
    monkeypatch.setattr("scrm.delivery.pacing.worker.time", watch)
    channel = replace(shop.registry.channel, rate=100.0)
    shop.registry.channel = replace(channel, state=ChannelState.PAUSED)
    for number in range(5):
        await shop.says(str(number), f"bot {number}")
    bots = text("UPDATE delivery SET lane = :lane")
    await shop.scene.do(lambda s: s.execute(bots, {"lane": LANE_ORDER[Lane.BOT]}))
    shop.registry.channel = channel
    _ring(shop)
    passed = [await shop.begins()]
    await shop.says("9", "a colleague")
    await shop.until(lambda s: _reserved(s) == 5)
    for _ in range(5):
        watch.shows += 0.011
        passed.append(await shop.begins())
    assert passed.index("a colleague") <= 2


def _reserved(session: Session) -> int:
    return list(session.exec(select(Delivery.state))).count(DeliveryState.RESERVED)


async def test_many_go_in_few_commits(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: dict[str, list[int]] = {"begin": [], "record": []}
    for name, seen in sizes.items():
        real = getattr(sending, name)

        def counted(
            session: Session,
            some: Sequence[Any],
            *rest: Any,
            real: Callable[..., Any] = real,
            seen: list[int] = seen,
        ) -> Any:
            seen.append(len(some))
            return real(session, some, *rest)

        monkeypatch.setattr(sending, name, counted)
    active = replace(shop.registry.channel, rate=0.0)
    shop.registry.channel = replace(active, state=ChannelState.PAUSED)
    for number in range(60):
        await shop.says(str(number), "Hi")
    shop.registry.channel = active
    shop.bell.ring(f"{service.TOPIC}:{shop.scene.channel_id}")
    await shop.until(all_in(DeliveryState.SENT))
    assert all(sum(seen) == 60 and len(seen) <= 12 for seen in sizes.values())
