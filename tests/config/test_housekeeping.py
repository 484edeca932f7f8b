"""Small work by the clock: it holds up nobody who wants to go."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlmodel import Session

from config.housekeeping import Housekeeping
from config.hub import Hub
from scrm.conversations.index.store import unindexed
from scrm.files.forgetting.worker import Remover
from tests.support.cast import ADA
from tests.support.databases import Place
from tests.support.hub import running_hub

WORDS = b"I was at the quay"


async def test_the_pause_after_indexing_ends_when_the_hub_stops(
    sqlite_only: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.housekeeping.BUSY", -1.0)
    monkeypatch.setattr("config.housekeeping.JUDGED_OVER", 0.0)
    monkeypatch.setattr("config.housekeeping.INDEX_SHARE", 1e12)
    monkeypatch.setattr("config.housekeeping.LONGEST_PAUSE", 3_600.0)
    async with running_hub(sqlite_only, workers=False) as running:
        await running.hear(ADA, "Hello")
        hub = running.hub
        async with asyncio.timeout(60):
            await _keeper(hub).index_step(_stopped())


@pytest.mark.parametrize(("busy_from", "indexed"), [(0.5, 1), (2.0, 2)])
async def test_a_writer_that_others_keep_busy_is_given_few_to_index(
    sqlite_only: Place, monkeypatch: pytest.MonkeyPatch, *, busy_from: float, indexed: int
) -> None:
    monkeypatch.setattr("config.housekeeping.BUSY", busy_from)
    monkeypatch.setattr("config.housekeeping.JUDGED_OVER", 0.0)
    monkeypatch.setattr("config.housekeeping.FEW", 1)
    async with running_hub(sqlite_only, workers=False) as running:
        hub = running.hub
        for text in ("Hello", "Anybody there?"):
            await running.hear(ADA, text)
        begun, ends = asyncio.Event(), threading.Event()
        loop = asyncio.get_running_loop()

        def long_work(_: Session) -> None:
            loop.call_soon_threadsafe(begun.set)
            assert ends.wait(60)

        working = asyncio.create_task(hub.database.write(long_work))
        await begun.wait()
        keeper = _keeper(hub)  # which sees the writer at work from its first moment on
        indexing = asyncio.create_task(keeper.index_step(_stopped()))
        await asyncio.sleep(0)  # so far that it has judged, and stands in line
        ends.set()
        await asyncio.gather(working, indexing)
        left = await hub.database.read(lambda s: unindexed(s, 10, 2**62))
        assert len(left) == 2 - indexed


async def test_words_of_who_was_erased_leave_the_log_behind_the_index(sqlite_only: Place) -> None:
    async with running_hub(sqlite_only, workers=False) as running:
        hub = running.hub
        keeper = _keeper(hub)
        await _keep(hub, keeper)
        await running.hear(ADA, WORDS.decode())
        (person,) = (await running.client.get("/contacts"))["items"]
        gone = await running.client.ask("DELETE", f"/api/v1/contacts/{person['id']}", json={})
        assert gone.status == 200
        assert WORDS in _log(hub)
        await _keep(hub, keeper)
        assert _log(hub) == b""


async def _keep(hub: Hub, keeper: Housekeeping) -> None:
    """As often as it takes to index, to merge and to look once more."""
    for _ in range(8):
        hub.bell.ring("search")
        await keeper.index_step(_stopped())


def _keeper(hub: Hub) -> Housekeeping:
    remover = Remover(hub.database, hub.shelf, hub.clock)
    return Housekeeping(hub.database, hub.clock, hub.bell, hub.worker, remover)


def _stopped() -> asyncio.Event:
    """Whoever pauses goes on at once."""
    stopping = asyncio.Event()
    stopping.set()
    return stopping


def _log(hub: Hub) -> bytes:
    assert hub.database.path is not None
    return Path(f"{hub.database.path}-wal").read_bytes()
