"""What is changed while a day begins: that day is of one version, and the next is planned."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from threading import Event as Flag
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from campaigns.audience import service, worker
from tests.campaigns.dates.conftest import BIRTHDAY, Days

PATIENCE = 20.0
_WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
LATER: dict[str, Any] = {"birthday": {"days": 0, "at": "20:00"}}
CY: dict[str, Any] = {"attribute": {"name": "nick", "op": "eq", "value": "cy"}}


@pytest.fixture
async def begins(days: Days, monkeypatch: pytest.MonkeyPatch) -> str:
    """A campaign whose day of three people is about to be frozen in slices of one."""
    monkeypatch.setattr(service, "FEW", 0)
    monkeypatch.setattr(worker, "SLICE", 1)
    for name in ("Ann", "Ben", "Cy"):
        await days.meets(name, birthday="1990-12-02", nick=name.lower())
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T18:00", campaign)
    await days.skips("2026-12-01T19:01")
    return campaign


async def _publish(days: Days, campaign: str) -> None:
    await days.desk.change(campaign, schedule=LATER, exclude=CY)
    await days.desk.must(campaign, "publish")


class _Between:
    """A database with something done after so many units."""

    def __init__(self, inner: Any, units: int, act: Callable[[], Awaitable[None]]) -> None:
        self._inner, self._left, self._act = inner, units, act

    async def read(self, work: Any) -> Any:
        return await self._whole(self._inner.read(work))

    async def write(self, work: Any) -> Any:
        return await self._whole(self._inner.write(work))

    async def _whole(self, unit: Awaitable[Any]) -> Any:
        done = await unit
        self._left -= 1
        if self._left == 0:
            await self._act()
        return done


@pytest.mark.parametrize(
    ("units", "got"),
    [
        pytest.param(2, ["12-02 20 at Ann", "12-02 20 at Ben"], id="begun"),
        pytest.param(3, ["12-02 20 at Ann", "12-02 20 at Ben"], id="looked"),
        pytest.param(4, ["12-02 09 at Ann", "12-02 09 at Ben", "12-02 09 at Cy"], id="one is in"),
        pytest.param(6, ["12-02 09 at Ann", "12-02 09 at Ben", "12-02 09 at Cy"], id="all are in"),
        pytest.param(7, ["12-02 09 at Ann", "12-02 09 at Ben", "12-02 09 at Cy"], id="closed"),
    ],
)
async def test_a_day_is_of_one_version(
    days: Days, begins: str, monkeypatch: pytest.MonkeyPatch, units: int, got: list[str]
) -> None:
    freezer = days.desk.freezer()
    between = _Between(days.desk.running.hub.database, units, lambda: _publish(days, begins))
    monkeypatch.setattr(freezer, "_database", between)
    await freezer.work()
    await days.until("2026-12-02T22:00", begins)
    assert sorted(f"{when} {where}" for when, where in days.got) == got
    keys = [run.key for run in await days.desk.runs(begins)]
    assert keys[1:] == [f"2026-12-02T{got[0][6:8]}:00", "2026-12-03T20:00"]


async def test_who_publishes_beside_a_slice_waits_for_it(
    days: Days, begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, gate, real = Flag(), Flag(), service.put_in

    def slow(session: Session, run: Any, ids: Sequence[int], times: Any) -> None:
        real(session, run, ids, times)
        reached.set()
        assert gate.wait(PATIENCE)

    monkeypatch.setattr(service, "put_in", slow)
    await days.desk.change(begins, schedule=LATER, exclude=CY)
    freezing = asyncio.create_task(days.desk.freezer().work())
    assert await asyncio.to_thread(reached.wait, PATIENCE)
    publishing = asyncio.create_task(days.desk.must(begins, "publish"))
    running = days.desk.running
    try:
        async with asyncio.timeout(PATIENCE):
            while not running.hub.database.is_sqlite:  # which has one writer
                if await running.read(lambda s: s.execute(_WAITS).scalar_one()):
                    break
                assert not publishing.done()
    finally:
        gate.set()
    await freezing
    await publishing
    await days.until("2026-12-02T22:00", begins)
    assert len(days.got) == 3
    assert {when for when, _ in days.got} == {"12-02 09"}


async def test_who_freeze_beside_each_other_plan_one_day(days: Days, begins: str) -> None:
    await asyncio.gather(*(days.desk.freezer().work() for _ in range(4)))
    await days.until("2026-12-02T12:00", begins)
    assert len(days.got) == 3
    keys = [run.key[:10] for run in await days.desk.runs(begins)]
    assert keys == ["2026-12-01", "2026-12-02", "2026-12-03"]
