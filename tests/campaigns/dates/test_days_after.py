"""A campaign so many days after something: to each person once for ever."""

from datetime import timedelta
from typing import Any

import pytest

from tests.campaigns.dates.conftest import Days

SINCE: dict[str, Any] = {"days_after": {"attribute": "joined the club", "days": 3, "at": "10:00"}}


def _after(days: int, at: str = "10:00") -> dict[str, Any]:
    return {"days_after": {"event": "order.paid", "days": days, "at": at}}


async def test_a_date_that_a_profile_holds(days: Days) -> None:
    await days.meets("Ann", "Asia/Tokyo", **{"joined the club": "2026-11-29"})
    await days.meets("Ben", **{"joined the club": "2026-11-30T23:59:00Z"})
    await days.meets("Cy", **{"joined the club": "2025-11-29"})
    campaign = await days.hand.launched(schedule=SINCE)
    await days.until("2026-12-05T00:00", campaign)
    assert days.got == [("12-02 01", "at Ann"), ("12-03 10", "at Ben")]
    await days.keeps("Ann", **{"joined the club": "2026-12-05"})
    await days.until("2026-12-10T00:00", campaign)
    assert len(days.got) == 2, "once for ever"


async def test_the_day_of_an_event_is_that_at_the_persons_place(days: Days) -> None:
    """The order of 23:30 in Tokyo is not that of the next day, nor is that of Honolulu lost, which was
    paid when Tokyo had its second day."""
    homes = {"Ann": "Asia/Tokyo", "Ben": "Pacific/Honolulu", "Cy": "", "Dee": "Mars/Olympus"}
    for name, zone in homes.items():
        await days.meets(name, zone)
    campaign = await days.hand.launched(schedule=_after(1))
    when = {"Ann": "2026-12-01T14:30", "Ben": "2026-12-02T09:30", "Cy": "2026-12-01T23:30"}
    for name, paid in sorted(when.items(), key=lambda one: one[1]):
        await days.until(paid, campaign)
        await days.happened(name, "order.paid", paid)
    await days.until("2026-12-04T12:00", campaign)
    assert days.got == [("12-02 01", "at Ann"), ("12-02 10", "at Cy"), ("12-02 20", "at Ben")]


async def test_on_the_very_day_who_pays_after_the_hour_gets_it_when_the_clock_shows_it_next(
    days: Days,
) -> None:
    homes = {"Ann": "", "Ben": "", "Cy": "Asia/Tokyo"}
    for name, zone in homes.items():
        await days.meets(name, zone)
    campaign = await days.hand.launched(schedule=_after(0, "18:00"))
    when = {"Ann": "2026-12-01T17:59", "Ben": "2026-12-01T18:00", "Cy": "2026-12-01T09:00"}
    for name, paid in sorted(when.items(), key=lambda one: one[1]):
        await days.until(paid, campaign)
        await days.happened(name, "order.paid", paid)
    await days.until("2026-12-04T12:00", campaign, timedelta(minutes=15))
    assert days.got == [("12-01 18", "at Ann"), ("12-02 09", "at Cy"), ("12-02 18", "at Ben")]
    assert {state for state, _ in (await days.hand.fates(campaign)).values()} == {"given"}


@pytest.mark.parametrize("hour", ["16:00", "20:00"])
async def test_on_the_very_day_nobody_is_lost_or_told_twice_when_the_hour_changes(
    days: Days, hour: str
) -> None:
    """Whoever pays from the last hour on gets it at the next, whichever that is."""
    for name in ("Ann", "Ben", "Cy"):
        await days.meets(name)
    campaign = await days.hand.launched(schedule=_after(0, "18:00"))
    when = {"Ann": "2026-12-01T15:00", "Ben": "2026-12-01T17:00", "Cy": "2026-12-01T19:00"}
    for name, paid in when.items():
        await days.until(paid, campaign)
        await days.happened(name, "order.paid", paid)
        await days.desk.change(campaign, schedule=_after(0, hour))
    await days.desk.must(campaign, "publish")
    coming = {one["day"]: one["people"] for one in (await _preflight(days, campaign))["days"]}
    await days.until("2026-12-03T12:00", campaign)
    next_one = f"12-02 {hour[:2]}"
    assert days.got == [("12-01 18", "at Ann"), ("12-01 18", "at Ben"), (next_one, "at Cy")]
    assert coming["2026-12-02"] == 1


async def test_who_is_too_late_for_one_event_keeps_their_turn_for_the_next(days: Days) -> None:
    """The hub was away when the first was due: it tells so, at their page too."""
    await days.meets("Ann")
    campaign = await days.hand.launched(schedule=_after(1))
    await days.happened("Ann", "order.paid", "2026-12-01T08:00")
    await days.until("2026-12-02T09:00", campaign)
    await days.skips("2026-12-02T14:00")
    await days.until("2026-12-05T12:00", campaign)
    assert (days.got, await _told(days, "Ann")) == ([], [("missed", "too_late")])
    await days.happened("Ann", "order.paid", "2026-12-05T12:00")
    coming = {one["day"]: one["people"] for one in (await _preflight(days, campaign))["days"]}
    assert coming["2026-12-06"] == 1
    await days.until("2026-12-08T12:00", campaign)
    assert days.got == [("12-06 10", "at Ann")]
    assert (await _told(days, "Ann"))[0] == ("sent", "")


async def test_whose_date_is_moved_when_it_was_too_late_keeps_their_turn(days: Days) -> None:
    """Frozen at the first hour on Earth, when it was over at their place already."""
    await days.meets("Ann", "Asia/Tokyo", **{"joined the club": "2026-11-29"})
    campaign = await days.hand.launched(schedule=SINCE)
    await days.until("2026-12-01T19:00", campaign)
    await days.skips("2026-12-02T06:00")
    await days.until("2026-12-02T12:00", campaign)
    assert (await days.hand.fates(campaign))["Ann"] == ("missed", "too_late")
    await days.keeps("Ann", **{"joined the club": "2026-12-05"})
    await days.until("2026-12-09T12:00", campaign)
    assert days.got == [("12-08 01", "at Ann")]


async def _preflight(days: Days, campaign: str) -> Any:
    return await days.desk.must(campaign, "preflight")


async def _told(days: Days, name: str) -> list[tuple[str, str]]:
    """What somebody's page says of the campaign, the newest first."""
    contact_id = days.desk.people[name]
    page = await days.desk.running.client.get(f"/contacts/{contact_id}/campaigns")
    return [(one["state"], one["reason"]) for one in page["items"]]


async def test_a_second_event_is_no_second_message(days: Days) -> None:
    await days.meets("Ann")
    campaign = await days.hand.launched(schedule=_after(2))
    for paid in ("2026-12-01T09:00", "2026-12-01T11:00", "2026-12-02T09:00"):
        await days.until(paid, campaign)
        await days.happened("Ann", "order.paid", paid)
    await days.until("2026-12-07T00:00", campaign)
    assert days.got == [("12-03 10", "at Ann")]


async def test_whose_hour_passed_while_the_hub_was_away_is_missed(days: Days) -> None:
    await days.meets("Ann", "Asia/Tokyo")
    await days.meets("Ben", "America/New_York")
    campaign = await days.hand.launched(schedule=_after(1))
    for name in ("Ann", "Ben"):
        await days.happened(name, "order.paid", "2026-12-01T08:00")
    await days.until("2026-12-02T00:00", campaign)
    await days.skips("2026-12-02T06:00")
    await days.until("2026-12-03T12:00", campaign)
    assert days.got == [("12-02 15", "at Ben")]
    assert (await days.hand.fates(campaign))["Ann"] == ("missed", "too_late")


async def test_when_its_day_is_over_everywhere_nobody_comes_in(days: Days) -> None:
    await days.meets("Ann")
    campaign = await days.hand.launched(schedule=_after(1))
    await days.until("2026-12-01T21:45", campaign, timedelta(minutes=15))
    over = [run.key[:10] for run in await days.desk.runs(campaign) if run.fill_at is None]
    assert over == ["2026-12-03"], "which has not begun"
    await days.until("2026-12-01T22:00", campaign)
    over = [run.key[:10] for run in await days.desk.runs(campaign) if run.fill_at is None]
    assert over == ["2026-12-01", "2026-12-03"]


@pytest.mark.parametrize(
    ("schedule", "where"),
    [
        (_after(-1), "schedule.days_after.days"),
        ({"days_after": {"attribute": 'a"b', "at": "09:00"}}, "schedule.days_after.attribute"),
        ({"birthday": {"at": "9"}}, "schedule.birthday.at"),
        ({"birthday": {"at": "09:00", "days": 400}}, "schedule.birthday.days"),
    ],
)
async def test_what_can_not_be_is_told_at_its_place(
    days: Days, schedule: dict[str, Any], where: str
) -> None:
    reply = await days.desk.running.client.post("/campaigns", {"schedule": schedule})
    assert (reply.status, reply.json["field"]) == (422, where)
