"""P25: SIGTERM ends the hub within 25 s whatever is under way, and breaks no promise."""

import asyncio
import time
from dataclasses import dataclass

import pytest
from aiohttp import ClientError
from sqlmodel import select

from scrm.delivery.tables import Delivery
from tests.faults.killing import drained
from tests.faults.replying import conversations_of
from tests.support.cast import ADA, BO, Telegram
from tests.support.databases import Place
from tests.support.hub import NOWHERE, channel_settings
from tests.support.invariants import violations
from tests.support.nursery import Nursery
from tests.support.platform import Platform
from tests.support.process import HubProcess, hub_process

WITHIN = 25.0
AT_ONCE = 5.0
"""Seconds, where nothing is under way: a fraction of one, on a machine that others use too."""
FLOWING = 10
"""Acknowledged webhooks after which the hub is told to stop amid more of them."""


@dataclass(frozen=True, slots=True)
class Ended:
    status: int
    seconds: float


async def _stopped(hub: HubProcess) -> Ended:
    began = time.monotonic()
    status = await hub.stop()
    return Ended(status, time.monotonic() - began)


async def test_an_idle_hub_stops_at_once_and_in_order(sqlite_only: Place, nurse: Nursery) -> None:
    async with hub_process(sqlite_only, nurse, channel_settings(NOWHERE)) as hub:
        await hub.start()
        ended = await _stopped(hub)
    assert ended.status == 0
    assert ended.seconds < AT_ONCE
    assert not (sqlite_only.data_dir / "running").exists()
    assert not (sqlite_only.data_dir / "hub.sock").exists()


async def test_an_idle_hub_on_postgresql_stops_at_once(place: Place, nurse: Nursery) -> None:
    async with hub_process(place, nurse, channel_settings(NOWHERE)) as hub:
        await hub.start()
        assert (await _stopped(hub)).status == 0
        await hub.start()
        assert (await _stopped(hub)).seconds < AT_ONCE


async def test_a_poll_that_waits_at_the_platform_does_not_hold_it_up(
    sqlite_only: Place, nurse: Nursery, platform: Platform
) -> None:
    platform.phone(ADA).start()
    async with hub_process(sqlite_only, nurse, platform.channel(), patient=True) as hub:
        await hub.start()
        await conversations_of(hub, [ADA])
        ended = await _stopped(hub)
    assert (ended.status, ended.seconds < AT_ONCE) == (0, True)


@pytest.mark.timeout(120)
async def test_a_send_that_hangs_is_waited_for_and_then_unknown(
    sqlite_only: Place, nurse: Nursery, platform: Platform
) -> None:
    """With a console that listens to the stream, which must not hold it up either."""
    platform.phone(ADA).start()
    platform.faults.script("sendMessage", "hang after")
    async with hub_process(sqlite_only, nurse, platform.channel(), patient=True) as hub:
        await hub.start()
        (conversation,) = await conversations_of(hub, [ADA])
        listening = asyncio.create_task(hub.client.ask("GET", "/api/v1/stream"))
        await hub.client.post(f"/conversations/{conversation}/messages", {"text": "Hi"})
        await _begun(platform)
        ended = await _stopped(hub)
        await asyncio.gather(listening, return_exceptions=True)
        assert ended.seconds < WITHIN
        assert ended.status == 0
        await hub.start()
        await drained(sqlite_only)
    with sqlite_only.reading() as session:
        assert session.exec(select(Delivery.state)).all() == ["unknown"]
    assert violations(sqlite_only, log=platform.log, drained=True) == []


async def _begun(platform: Platform) -> None:
    async with asyncio.timeout(10):
        while not platform.log.calls("sendMessage"):  # noqa: ASYNC110 - the log rings no bell
            await asyncio.sleep(0.02)


async def test_who_is_answered_while_it_stops_is_kept(sqlite_only: Place, nurse: Nursery) -> None:
    """Pushes until the very end: each is acknowledged and kept, or not acknowledged."""
    telegram = Telegram()
    acknowledged: dict[str, str] = {}
    async with hub_process(sqlite_only, nurse, channel_settings(NOWHERE)) as hub:
        await hub.start()
        under_way = asyncio.Event()
        pushing = asyncio.create_task(_push_on(hub, telegram, acknowledged, under_way))
        async with asyncio.timeout(WITHIN):
            await under_way.wait()
        assert (await _stopped(hub)).status == 0
        statuses = await pushing
    assert set(statuses) <= {200, 503}
    assert len(acknowledged) >= FLOWING
    assert violations(sqlite_only, acknowledged=acknowledged, drained=True) == []


async def _push_on(
    hub: HubProcess, telegram: Telegram, acknowledged: dict[str, str], under_way: asyncio.Event
) -> list[int]:
    """Push until the connection breaks; the statuses that were heard."""
    statuses: list[int] = []
    while True:
        update = telegram.says(BO, f"number {len(statuses)}")
        try:
            reply = await hub.client.push(update)
        except (ClientError, OSError):
            return statuses
        statuses.append(reply.status)
        if reply.status == 200:
            acknowledged[str(update["update_id"])] = update["message"]["text"]
        if len(acknowledged) == FLOWING:
            under_way.set()
