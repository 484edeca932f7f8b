"""Who comes into a day while it goes round the Earth: asked beside the writer, and put in in slices."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Select
from sqlmodel import Session

from campaigns.audience import service, store, worker
from campaigns.audience.values import Moment
from campaigns.tables import Occurrence
from tests.campaigns.dates.conftest import BIRTHDAY, Days
from tests.campaigns.dates.conftest import at as at_utc

MINUTE = timedelta(minutes=1)
FIVE = ("Ann", "Ben", "Cy", "Dee", "Eve")


def _after(at: str) -> dict[str, Any]:
    return {"days_after": {"event": "order.paid", "days": 1, "at": at}}


async def _paid(days: Days, *names: str) -> str:
    """A campaign of which they come in on Wednesday at ten."""
    for name in names:
        await days.meets(name)
    campaign = await days.hand.launched(schedule=_after("10:00"))
    for name in names:
        await days.happened(name, "order.paid", "2026-12-01T08:00")
    await days.until("2026-12-02T09:59", campaign)
    return campaign


async def test_the_writer_is_asked_nothing_about_people(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = await _paid(days, "Ann")
    whom, asked = service.whom, list[bool]()

    def seen(session: Session, *rest: Any) -> Select[int]:
        asked.append(session.get_bind().engine is days.desk.running.hub.database.engine)
        return whom(session, *rest)

    monkeypatch.setattr(service, "whom", seen)
    await days.until("2026-12-02T10:30", campaign, timedelta(minutes=15))
    assert (days.got, set(asked)) == ([("12-02 10", "at Ann")], {False})


@pytest.mark.parametrize("passes", [0, 2])
async def test_killed_between_slices_the_next_process_goes_on(
    days: Days, failpoints: Any, monkeypatch: pytest.MonkeyPatch, passes: int
) -> None:
    monkeypatch.setattr(worker, "SLICE", 1)
    campaign = await _paid(days, *FIVE)
    failpoints(f"campaigns.filled=raise:ValueError@{passes}")
    await days.skips("2026-12-02T10:01")
    with pytest.raises(ValueError, match=r"campaigns.filled"):
        await days.desk.settle()
    failpoints("")
    await days.until("2026-12-03T00:00", campaign)
    assert sorted(where for _, where in days.got) == [f"at {name}" for name in FIVE]
    assert (await days.keys(campaign))["2026-12-02"] == 5


async def test_paused_between_slices_nobody_more_comes_in(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "SLICE", 2)
    campaign = await _paid(days, *FIVE)
    await days.skips("2026-12-02T10:01")
    freezer = days.desk.freezer()
    database, writes = freezer._database, list[int]()

    class _Pausing:
        """Somebody pauses it behind the first slice."""

        read = staticmethod(database.read)

        async def write(self, work: Any) -> Any:
            done = await database.write(work)
            writes.append(1)
            if len(writes) == 1:
                await days.desk.must(campaign, "pause")
            return done

    monkeypatch.setattr(freezer, "_database", _Pausing())
    await freezer.work()
    assert len(await days.desk.recipients(campaign)) == 2
    await days.desk.must(campaign, "resume")
    await days.until("2026-12-03T00:00", campaign)
    assert len(days.got) == 5


@pytest.mark.parametrize("schedule", [BIRTHDAY, _after("09:00")])
async def test_a_slice_goes_through_nobody_but_its_own(
    days: Days, monkeypatch: pytest.MonkeyPatch, schedule: dict[str, Any]
) -> None:
    monkeypatch.setattr(service, "FEW", 0)
    monkeypatch.setattr(worker, "SLICE", 1)
    for name in FIVE:
        await days.meets(name, birthday="1990-12-02")
    found, real = list[int](), store.insert

    def seen(
        session: Session, run: Occurrence, meant: Select[int], times: list[Moment], *rest: Any
    ) -> None:
        found.append(store.count(session, meant, 1000))
        real(session, run, meant, times, *rest)

    monkeypatch.setattr(store, "insert", seen)
    campaign = await days.hand.launched(schedule=schedule)
    for name in FIVE:
        await days.happened(name, "order.paid", "2026-12-01T08:00")
    await days.until("2026-12-02T12:00", campaign)
    assert (sum(found), max(found), len(days.got)) == (5, 1, 5)


@pytest.mark.parametrize(
    ("at", "zone", "day", "when"),
    [
        ("10:07", "", "2026-12-02", "2026-12-02T10:07"),
        ("10:07", "Asia/Kathmandu", "2026-12-02", "2026-12-02T04:22"),
        ("02:10", "Europe/Berlin", "2027-03-28", "2027-03-28T01:00"),
    ],
)
async def test_nobody_waits_for_the_quarter_of_another_clock(
    days: Days, at: str, zone: str, day: str, when: str
) -> None:
    """Though the campaign may be five minutes late only; in Berlin the clock jumps to three."""
    await days.meets("Ann", zone)
    await days.skips(f"{_before(day, 2)}T20:00")
    campaign = await days.hand.launched(schedule=_after(at), max_lateness="5m")
    await days.happened("Ann", "order.paid", f"{_before(day, 1)}T08:00")
    due = at_utc(when)
    await days.until(f"{due - 10 * MINUTE:%Y-%m-%dT%H:%M}", campaign)
    await days.until(f"{due + 10 * MINUTE:%Y-%m-%dT%H:%M}", campaign, MINUTE)
    assert days.got == [(f"{due:%m-%d %H}", "at Ann")]


def _before(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
