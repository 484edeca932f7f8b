"""Small work by the clock: it holds up nobody who wants to go."""

import asyncio

import pytest

from config.housekeeping import Housekeeping
from scrm.files.forgetting.worker import Remover
from tests.support.cast import ADA
from tests.support.databases import Place
from tests.support.hub import running_hub


async def test_the_pause_after_indexing_ends_when_the_hub_stops(
    sqlite_only: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.housekeeping.BUSY", -1.0)
    monkeypatch.setattr("config.housekeeping.INDEX_SHARE", 1e12)
    monkeypatch.setattr("config.housekeeping.LONGEST_PAUSE", 3_600.0)
    async with running_hub(sqlite_only, workers=False) as running:
        await running.hear(ADA, "Hello")
        hub = running.hub
        remover = Remover(hub.database, hub.shelf, hub.clock)
        keeper = Housekeeping(hub.database, hub.clock, hub.bell, hub.worker, remover)
        stopping = asyncio.Event()
        stopping.set()
        async with asyncio.timeout(60):
            await keeper.index_step(stopping)
