"""A look that has begun ends when the hub stops, and is not cut off."""

import asyncio
import logging

import pytest

from scrm.scheduling import service
from scrm.scheduling.service import Ticker

OFTEN = 0.01


async def test_a_look_that_has_begun_ends_before_the_ticker_does(
    caplog: pytest.LogCaptureFixture,
) -> None:
    began, go_on, stopping = asyncio.Event(), asyncio.Event(), asyncio.Event()
    ended: list[str] = []

    async def look() -> None:
        began.set()
        await go_on.wait()
        ended.append("look")

    ticker = Ticker()
    ticker.every(OFTEN, look, "look")
    running = asyncio.create_task(ticker.run(stopping))
    await began.wait()
    stopping.set()
    await asyncio.sleep(0)
    assert not running.done()
    go_on.set()
    await asyncio.wait_for(running, 5)
    assert ended == ["look"]
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_one_that_never_ends_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "ENDS_WITHIN", 0.05)
    began, stopping = asyncio.Event(), asyncio.Event()

    async def look() -> None:
        began.set()
        await asyncio.Event().wait()

    ticker = Ticker()
    ticker.every(OFTEN, look, "look")
    running = asyncio.create_task(ticker.run(stopping))
    await began.wait()
    stopping.set()
    await asyncio.wait_for(running, 5)


async def test_one_that_fails_comes_again() -> None:
    times: list[int] = []
    twice, stopping = asyncio.Event(), asyncio.Event()

    async def look() -> None:
        times.append(1)
        if len(times) == 2:
            twice.set()
        raise ValueError("broken")

    ticker = Ticker()
    ticker.every(OFTEN, look, "look")
    running = asyncio.create_task(ticker.run(stopping))
    await asyncio.wait_for(twice.wait(), 5)
    stopping.set()
    await asyncio.wait_for(running, 5)
