"""An audience that does not freeze for once, or not at all."""

from collections.abc import Callable
from typing import Any

import pytest

from campaigns.audience import service, worker
from campaigns.audience.worker import Freezer
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import NotFound, ScrmError, Unavailable
from tests.campaigns.conftest import Desk

PEOPLE = ("Ann", "Ben", "Cid")


class _Failing:
    """A database of which one unit fails."""

    def __init__(self, inner: Any, number: int, error: ScrmError) -> None:
        self._inner, self._left, self._error = inner, number, error

    async def read(self, work: Callable[..., Any]) -> Any:
        return await self._inner.read(work)

    async def write(self, work: Callable[..., Any]) -> Any:
        self._left -= 1
        if self._left == 0:
            raise self._error
        return await self._inner.write(work)


async def _launched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    """In slices, as with a million people."""
    monkeypatch.setattr(service, "FEW", 0)
    monkeypatch.setattr(worker, "SLICE", 2)
    for name in PEOPLE:
        await desk.lives(name)
    campaign = await desk.written()
    await desk.must(campaign, "launch")
    return campaign


def _freezer(desk: Desk, number: int, error: ScrmError) -> Freezer:
    database: Any = _Failing(desk.running.hub.database, number, error)
    return Freezer(database, desk.clock, Doorbell(), receipts=list)


@pytest.mark.parametrize("number", [1, 2, 3, 4], ids=["begin", "first", "second", "close"])
async def test_a_busy_database_has_it_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    campaign = await _launched(desk, monkeypatch)
    freezer = _freezer(desk, number, Unavailable("Too much is waiting to be written"))
    with pytest.raises(Unavailable):
        await freezer.work()
    assert [one.missed_at for one in await desk.runs(campaign)] == [None]
    while await freezer.work():
        pass
    assert await desk.names(campaign) == list(PEOPLE)
    assert [one.size for one in await desk.runs(campaign)] == [3]
    assert await desk.state(campaign) == "running"


async def test_what_has_begun_is_not_missed_and_goes_to_those_who_are_in_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = await _launched(desk, monkeypatch)
    freezer = _freezer(desk, 3, NotFound("segment", "7"))
    while await freezer.work():
        pass
    (run,) = await desk.runs(campaign)
    assert (run.size, run.missed_at) == (2, None)
    assert await desk.names(campaign) == list(PEOPLE[:2])
    assert await desk.state(campaign) == "running"
