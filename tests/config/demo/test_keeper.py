"""The hub of the demo as a process: killed, it comes back, and to the time to which it was moved."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from config.asking import CommandFailed, ask
from config.demo.clock import MOVE
from config.demo.keeper import HubKeeper
from tests.config.demo.running import plain_environment

EIGHT_DAYS = 8 * 86_400


async def _again(keeper: HubKeeper) -> None:
    await keeper.pull_the_plug()
    assert not keeper.up.is_set()
    await keeper.up.wait()


async def test_a_hub_that_is_killed_keeps_its_time(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    environment = plain_environment(data) | {"SCRM_LISTEN": "127.0.0.1:0"}
    heard = asyncio.Event()
    keeper = HubKeeper(environment, tmp_path / "hub.log", heard.set)
    running = asyncio.create_task(keeper.run())
    try:
        async with asyncio.timeout(90):
            await keeper.up.wait()
            moved = await ask(data / "hub.sock", MOVE, {"by": EIGHT_DAYS})
            assert moved == {"ahead": EIGHT_DAYS}
            await _again(keeper)
            with pytest.raises(CommandFailed, match="forward"):
                await ask(data / "hub.sock", MOVE, {"by": -1})
            moved = await ask(data / "hub.sock", MOVE, {"by": 1})
        assert moved == {"ahead": EIGHT_DAYS + 1}
    finally:
        await keeper.end()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
