"""A campaign on birthdays: each gets it on their own day, once a year, whatever happens."""

from typing import Any

import pytest

from campaigns.audience import service, worker
from tests.campaigns.dates.conftest import BIRTHDAY, Days


async def test_each_gets_it_on_their_day_at_their_place(days: Days) -> None:
    await days.meets("Ann", "Asia/Tokyo", birthday="1990-12-02")
    await days.meets("Ben", "America/New_York", birthday="--12-02")
    await days.meets("Cy", birthday="12-02")
    await days.meets("Dee", birthday="1985-12-03")
    await days.meets("Eve", birthday="in spring")
    await days.meets("Flo")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    assert await days.desk.state(campaign) == "scheduled"
    await days.until("2026-12-04T00:00", campaign)
    assert days.got == [
        ("12-02 00", "at Ann"),
        ("12-02 09", "at Cy"),
        ("12-02 14", "at Ben"),
        ("12-03 09", "at Dee"),
    ]
    assert await days.keys(campaign) == {
        "2026-12-01": 0,
        "2026-12-02": 3,
        "2026-12-03": 1,
        "2026-12-04": 0,
        "2026-12-05": None,
    }


async def test_it_goes_so_many_days_before(days: Days) -> None:
    await days.meets("Ann", birthday="1990-01-02")
    schedule = {"birthday": {"days": -32, "at": "18:00"}}
    campaign = await days.hand.launched(schedule=schedule)
    await days.until("2026-12-03T00:00", campaign)
    assert days.got == [("12-01 18", "at Ann")]
    (turn,) = {run.turn for run in await days.desk.runs(campaign) if run.size}
    assert turn == 2027, "that of the birthday"


@pytest.mark.parametrize(
    ("year", "got"), [("2027", [("02-28 09", "at Ann")]), ("2028", [("02-29 09", "at Ann")])]
)
async def test_who_was_born_on_a_leap_day_has_it_each_year(
    days: Days, year: str, got: list[Any]
) -> None:
    await days.meets("Ann", birthday="1992-02-29")
    await days.skips(f"{year}-02-26T12:00")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until(f"{year}-03-02T00:00", campaign)
    assert days.got == got


async def test_a_time_that_a_clock_skips_is_when_it_jumps(days: Days) -> None:
    """F-43: on 28 March 2027 there is no 02:30 in Berlin."""
    await days.meets("Ann", "Europe/Berlin", birthday="1990-03-28")
    await days.skips("2027-03-27T03:00")
    campaign = await days.hand.launched(schedule={"birthday": {"at": "02:30"}})
    await days.until("2027-03-30T00:00", campaign)
    assert days.got == [("03-28 01", "at Ann")]


async def test_a_year_later_it_is_their_turn_again(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-02")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-03T00:00", campaign)
    await days.desk.must(campaign, "pause")
    await days.skips("2027-12-01T00:00")
    await days.desk.must(campaign, "resume")
    await days.until("2027-12-03T00:00", campaign)
    assert days.got == [("12-02 09", "at Ann"), ("12-02 09", "at Ann")]
    missed = [run.key for run in await days.desk.runs(campaign) if run.missed_at]
    assert len(missed) < 40, "those of the last month are told"


@pytest.mark.parametrize("moved", ["1990-12-04", "1990-12-03"])
async def test_whose_date_is_moved_has_one_a_year(days: Days, moved: str) -> None:
    await days.meets("Ann", birthday="1990-12-02")
    await days.meets("Ben", birthday="1990-12-04")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-02T12:00", campaign)
    await days.keeps("Ann", birthday=moved)
    await days.until("2026-12-06T00:00", campaign)
    assert days.got == [("12-02 09", "at Ann"), ("12-04 09", "at Ben")]


async def test_who_moves_to_another_zone_has_one(days: Days) -> None:
    await days.meets("Ann", "Asia/Tokyo", birthday="1990-12-02")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-02T02:00", campaign)
    await days.keeps("Ann", zone="Pacific/Honolulu")
    await days.until("2026-12-05T00:00", campaign)
    assert days.got == [("12-02 00", "at Ann")]


@pytest.mark.parametrize(("first", "other"), [("12-02", "12-04"), ("12-04", "12-02")])
async def test_who_turn_out_to_be_one_have_one(days: Days, first: str, other: str) -> None:
    """Whoever of them survives; also on one day."""
    await days.meets("Ann", birthday=f"1990-{first}")
    await days.meets("Ben", birthday=f"1990-{other}")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-02T12:00", campaign)
    await days.hand.join("Ann", "Ben")
    await days.until("2026-12-06T00:00", campaign)
    assert [when for when, _ in days.got] == ["12-02 09"]
    assert (await days.keys(campaign))["2026-12-04"] == 0


async def test_who_are_joined_when_both_days_are_settled_have_one(days: Days) -> None:
    """The days of two turns overlap on Earth: one waits while the next day's people are settled."""
    await days.meets("Ann", "Pacific/Honolulu", birthday="1990-12-02")
    await days.meets("Ben", "Asia/Tokyo", birthday="1990-12-03")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-02T18:30", campaign)
    assert (await days.keys(campaign))["2026-12-03"] is None
    await days.until("2026-12-02T20:30", campaign)
    got = list(days.got)
    await days.hand.join("Ann", "Ben")
    await days.until("2026-12-05T00:00", campaign)
    assert (got, len(days.got)) == ([("12-02 19", "at Ann")], 1)


async def test_the_same_on_one_day(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-02")
    await days.meets("Ben", birthday="1990-12-02")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T23:00", campaign)
    await days.hand.join("Ann", "Ben")
    await days.until("2026-12-04T00:00", campaign)
    assert len(days.got) == 1


async def test_days_that_pass_while_it_is_paused_are_missed_and_not_made_up(days: Days) -> None:
    for name, day in (("Ann", "02"), ("Ben", "03"), ("Cy", "05")):
        await days.meets(name, birthday=f"1990-12-{day}")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T12:00", campaign)
    await days.desk.must(campaign, "pause")
    await days.until("2026-12-04T12:00", campaign)
    assert await days.desk.state(campaign) == "paused"
    await days.desk.must(campaign, "resume")
    await days.until("2026-12-06T00:00", campaign)
    assert days.got == [("12-05 09", "at Cy")]
    missed = [run.key[:10] for run in await days.desk.runs(campaign) if run.missed_at]
    assert missed == ["2026-12-02", "2026-12-03"]
    assert await days.desk.state(campaign) == "scheduled"


async def test_paused_in_mid_day_those_are_missed_whose_hour_passed(days: Days) -> None:
    await days.meets("Ann", "Asia/Tokyo", birthday="1990-12-02")
    await days.meets("Ben", "America/New_York", birthday="1990-12-02")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T23:00", campaign)
    await days.desk.must(campaign, "pause")
    await days.until("2026-12-02T10:00", campaign)
    await days.desk.must(campaign, "resume")
    await days.until("2026-12-03T00:00", campaign)
    assert days.got == [("12-02 14", "at Ben")]
    assert (await days.hand.fates(campaign))["Ann"][0] == "missed"


async def test_a_hub_that_was_away_misses_that_day_only(days: Days) -> None:
    for name, day in (("Ann", "02"), ("Ben", "04")):
        await days.meets(name, birthday=f"1990-12-{day}")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T12:00", campaign)
    await days.skips("2026-12-03T15:00")
    await days.until("2026-12-05T00:00", campaign)
    assert days.got == [("12-04 09", "at Ben")]


async def test_each_day_has_one_run_whoever_looks_how_often(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-02")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    for when in ("2026-12-01T20:00", "2026-12-02T08:00"):
        await days.skips(when)
        freezers = [days.desk.freezer() for _ in range(3)]
        for freezer in (*freezers, *freezers):
            await freezer.work()
    await days.until("2026-12-03T00:00", campaign)
    assert days.got == [("12-02 09", "at Ann")]
    keys = [run.key for run in await days.desk.runs(campaign)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("passes", [0, 1])
async def test_killed_between_slices_the_next_process_goes_on(
    days: Days, failpoints: Any, monkeypatch: pytest.MonkeyPatch, passes: int
) -> None:
    monkeypatch.setattr(service, "FEW", 0)
    monkeypatch.setattr(worker, "SLICE", 1)
    for name in ("Ann", "Ben"):
        await days.meets(name, birthday="1990-12-02")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T18:00", campaign)
    failpoints(f"campaigns.slice=raise:ValueError@{passes}")
    await days.skips("2026-12-01T19:30")
    with pytest.raises(ValueError, match=r"campaigns.slice"):
        await days.desk.settle()
    failpoints("")
    await days.until("2026-12-03T00:00", campaign)
    assert sorted(days.got) == [("12-02 09", "at Ann"), ("12-02 09", "at Ben")]
    assert (await days.keys(campaign))["2026-12-02"] == 2
