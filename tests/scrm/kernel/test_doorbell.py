"""Bells: a ring is never lost, and nobody sleeps when the house is closed."""

import asyncio
import time

from scrm.kernel.doorbell import Doorbell


async def test_a_ring_before_the_wait_is_heard() -> None:
    bell = Doorbell()
    bell.ring("intake")
    assert await bell.wait("intake", 10)


async def test_many_rings_are_one() -> None:
    bell = Doorbell()
    bell.ring("intake")
    bell.ring("intake")
    assert await bell.wait("intake", 10)
    assert not await bell.wait("intake", 0.01)


async def test_another_bell_is_not_heard() -> None:
    bell = Doorbell()
    bell.ring("delivery")
    assert not await bell.wait("intake", 0.01)


async def test_closing_wakes_those_who_wait_and_those_who_come_later() -> None:
    bell = Doorbell()
    waiting = asyncio.gather(bell.wait("intake", 60), bell.wait("delivery", 60))
    await asyncio.sleep(0)
    began = time.monotonic()
    bell.close()
    await waiting
    assert await bell.wait("never heard of before", 60)
    assert await bell.wait("intake", 60)
    assert time.monotonic() - began < 5
