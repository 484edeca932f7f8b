"""Campaigns on dates of people at work: told beforehand, changed, ended, counted by day."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from campaigns.coming import service as coming
from campaigns.coming.values import Calendar
from campaigns.definition.policy import read
from campaigns.missing import service as missing
from scrm.delivery.tables import Delivery
from scrm.journal.values import KNOWN
from tests.campaigns.dates.conftest import BIRTHDAY, Days

AFTER: dict[str, Any] = {"days_after": {"attribute": "birthday", "days": 1, "at": "09:00"}}


async def _told(days: Days, campaign: str) -> dict[str, int | None]:
    found = await days.desk.must(campaign, "preflight")
    return {one["day"]: one["people"] for one in found["days"]}


async def test_preflight_tells_how_many_have_their_day(days: Days) -> None:
    for name, day in (("Ann", "12-01"), ("Ben", "12-01"), ("Cy", "12-07"), ("Dee", "12-08")):
        await days.meets(name, birthday=f"1990-{day}")
    late = {"birthday": {"days": 0, "at": "18:00"}}
    campaign = await days.desk.written(schedule=BIRTHDAY, quiet_hours="off")
    coming = {f"2026-12-0{day}": 0 for day in range(2, 8)} | {"2026-12-01": 2, "2026-12-07": 1}
    assert await _told(days, campaign) == coming
    await days.desk.change(campaign, schedule=late)
    assert await _told(days, campaign) == coming | {"2026-11-30": 0}
    found = await days.desk.must(campaign, "preflight")
    assert (found["audience"], [one["occurrence_id"] for one in found["days"]]) == (0, 8 * [None])
    await days.desk.must(campaign, "launch")
    await days.until("2026-12-01T12:00", campaign)
    assert await _told(days, campaign) == coming | {"2026-12-08": 1}
    found = await days.desk.must(campaign, "preflight")
    assert [one["occurrence_id"] is None for one in found["days"]] == [False, False, *6 * [True]]


async def test_the_week_over_new_year_is_of_two_turns(days: Days) -> None:
    forms = {"Ann": "1990-12-30", "Ben": "--12-31", "Cy": "01-01", "Dee": "1992-01-02T10:00"}
    for name, said in (forms | {"Eve": "01-01-1990", "Flo": "--1990"}).items():
        await days.meets(name, birthday=said)
    await days.skips("2026-12-28T12:00")
    campaign = await days.desk.written(schedule=BIRTHDAY)
    theirs = {"2026-12-30": 1, "2026-12-31": 1, "2027-01-01": 1, "2027-01-02": 1}
    assert {
        day: people for day, people in (await _told(days, campaign)).items() if people
    } == theirs
    await days.desk.change(campaign, schedule=AFTER)
    found = await _told(days, campaign)
    assert {day for day, people in found.items() if people} == set()
    await days.keeps("Ann", birthday="2026-12-30T08:00")
    assert (await _told(days, campaign))["2026-12-31"] == 1


@pytest.mark.parametrize("schedule", [BIRTHDAY, AFTER], ids=["birthday", "date"])
async def test_all_days_are_counted_in_one_look(days: Days, schedule: dict[str, Any]) -> None:
    await days.meets("Ann", birthday="1990-12-02")
    asked: list[str] = []
    definition = read(days.desk.draft | {"schedule": schedule}, KNOWN)

    def look(session: Session) -> int:
        event.listen(session, "do_orm_execute", lambda one: asked.append(str(one.statement)))
        known = Calendar(1, {}, "2026-12-01T09:00", None)
        return len(coming.days(session, definition, known, days.desk.clock.now()))

    assert await days.desk.running.read(look) == 7
    assert len([one for one in asked if "attributes" in one and "count" in one]) == 1


async def test_days_for_which_there_is_no_time_are_told_without_their_people(
    days: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    await days.meets("Ann", birthday="1990-12-01")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T12:00", campaign)
    monkeypatch.setattr(coming, "WITHIN", 0.0)
    told = list((await _told(days, campaign)).values())
    assert told == [1, *7 * [None]]


async def test_what_was_to_go_now_and_was_missed_goes_on_birthdays(days: Days) -> None:
    """Its first run has no day for a key."""
    await days.meets("Ann", birthday="1990-12-06")
    campaign = await days.hand.launched()
    await days.desk.must(campaign, "pause")
    days.desk.clock.advance(timedelta(days=4))
    await days.desk.write(lambda s: missing.end_late(s, days.desk.clock.now()))
    assert await days.desk.state(campaign) == "missed"
    await days.desk.change(campaign, schedule=BIRTHDAY)
    assert (await _told(days, campaign))["2026-12-06"] == 1
    await days.desk.must(campaign, "launch")
    assert (await _told(days, campaign))["2026-12-06"] == 1


async def test_what_goes_at_another_time_has_no_days(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-01")
    campaign = await days.desk.written()
    assert await _told(days, campaign) == {}


async def test_preflight_says_what_becomes_of_the_next_days_people(days: Days) -> None:
    await days.meets("Ann", "Asia/Tokyo", birthday="1990-12-01")
    await days.meets("Ben", birthday="1990-12-02")
    campaign = await days.desk.written(schedule=BIRTHDAY, quiet_hours="off")
    found = await days.desk.must(campaign, "preflight")
    assert [(one["fate"], one["people"], one["first"]) for one in found["slices"]] == [
        ("send", 1, "2026-12-01T00:00:00Z")
    ]


async def test_it_is_never_sent_again(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-01")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T12:00", campaign)
    await days.hand.put("at Ann", "failed", "gone")
    refused = await days.desk.do(campaign, "resend", resend="failed")
    assert (refused.status, refused.json["code"]) == (409, "recurring_campaign")


async def test_launched_twice_it_has_one_run_a_day(days: Days) -> None:
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.desk.must(campaign, "launch")
    assert list(await days.keys(campaign)) == ["2026-12-01"]


async def test_while_it_runs_the_hour_and_the_audience_change_and_the_date_does_not(
    days: Days,
) -> None:
    for name, day in (("Ann", "01"), ("Ben", "02"), ("Cy", "03")):
        await days.meets(name, birthday=f"1990-12-{day}")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T12:00", campaign)
    vip = {"tag": {"name": "vip", "op": "has"}}
    await days.desk.change(campaign, schedule={"birthday": {"days": -1, "at": "20:00"}})
    await days.desk.change(campaign, exclude=vip)
    assert (await days.desk.must(campaign, "publish"))["version"] == 2
    assert [run.key for run in await days.desk.runs(campaign)][-1] == "2026-12-02T20:00"
    await days.until("2026-12-03T12:00", campaign)
    assert days.got == [("12-01 09", "at Ann"), ("12-02 20", "at Cy")]
    after = {"days_after": {"attribute": "birthday", "days": 1, "at": "09:00"}}
    for other in (after, "now", {"at": "2027-01-01T09:00"}):
        await days.desk.change(campaign, schedule=other)
        refused = await days.desk.do(campaign, "publish")
        assert (refused.status, refused.json["field"]) == (422, "schedule")


async def test_before_its_first_day_it_becomes_any_other(days: Days) -> None:
    await days.meets("Ann")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.desk.change(campaign, schedule={"at": "2026-12-01T09:00"})
    await days.desk.must(campaign, "publish")
    await days.until("2026-12-02T12:00", campaign)
    assert days.got == [("12-01 09", "at Ann")]
    assert await days.desk.state(campaign) == "finished"
    assert [run.turn for run in await days.desk.runs(campaign)] == [None]


@pytest.mark.parametrize("event", [False, True])
async def test_cancelled_it_has_no_day_any_more(days: Days, *, event: bool) -> None:
    await days.meets("Ann", birthday="1990-12-02")
    after = {"days_after": {"event": "order.paid", "days": 1, "at": "09:00"}}
    campaign = await days.hand.launched(schedule=after if event else BIRTHDAY)
    await days.happened("Ann", "order.paid", "2026-12-01T09:00")
    await days.until("2026-12-01T21:00", campaign)
    await days.desk.must(campaign, "cancel")
    keys = await days.keys(campaign)
    await days.until("2026-12-04T12:00", campaign)
    assert (days.got, await days.keys(campaign)) == ([], keys)
    assert await days.desk.state(campaign) == "cancelled"


async def test_it_is_reported_by_day_and_in_all(days: Days) -> None:
    for name, day in (("Ann", "01"), ("Ben", "02"), ("Cy", "02")):
        await days.meets(name, birthday=f"1990-12-{day}")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-03T00:00", campaign)
    client = days.desk.running.client
    whole = await client.get(f"/campaigns/{campaign}")
    runs = {one["key"][:10]: one["id"] for one in whole["occurrences"]}
    path = f"/campaigns/{campaign}/report"
    assert (await client.get(path))["sent"] == whole["size"] == 3
    second: dict[str, Any] = await client.get(f"{path}?occurrence={runs['2026-12-02']}")
    assert (second["audience"], second["sent"]) == (2, 2)


async def test_a_colleague_sends_again_what_failed(days: Days) -> None:
    """Though the campaign has more days before it: they are for others."""
    await days.meets("Ann", birthday="1990-12-01")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T12:00", campaign)
    await days.hand.put("at Ann", "failed", "gone")
    running = days.desk.running
    delivery_id = await running.read(lambda s: s.exec(select(Delivery.id)).one())
    reply = await running.client.post(f"/deliveries/{delivery_id}/resend", {})
    assert reply.status == 200, reply.body
