"""A campaign on dates of people whose definition no longer fits: it rests and says why, harms no other,
and goes on from the next day that can be."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from campaigns.tables import CampaignVersion
from scrm.journal.tables import Event
from scrm.staff.tables import AuditLine
from tagging.segments.tables import Segment
from tests.campaigns.conftest import ULM
from tests.campaigns.dates.conftest import BIRTHDAY, Days

AFTER: dict[str, Any] = {"days_after": {"event": "order.paid", "days": 1, "at": "10:00"}}
GONE = {"sung": True}


async def _misread(days: Days, campaign: str, **values: Any) -> None:
    """As an older or a newer hub wrote it, so that this one does not know what it says."""

    def change(session: Session) -> None:
        mine = col(CampaignVersion.campaign_id) == int(campaign)
        for version in session.exec(select(CampaignVersion).where(mine)):
            version.definition = version.definition | values
            session.add(version)

    await days.desk.write(change)


async def _whole(days: Days, campaign: str) -> Any:
    return await days.desk.running.client.get(f"/campaigns/{campaign}")


async def _kept(days: Days, kind: str) -> int:
    question = select(Event).where(col(Event.kind) == kind)
    return len(await days.desk.running.read(lambda s: s.exec(question).all()))


async def test_it_rests_with_its_reason_and_the_others_go_on(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-02")
    broken = await days.hand.launched(schedule=BIRTHDAY)
    sound = await days.hand.launched(schedule=BIRTHDAY, name="Second")
    await days.until("2026-12-01T12:00", sound)
    await _misread(days, broken, audience=GONE)
    await days.until("2026-12-02T12:00", sound)
    assert days.got == [("12-02 09", "at Ann")]
    assert await days.keys(broken) == {"2026-12-01": 0, "2026-12-02": None}
    whole = await _whole(days, broken)
    assert (await days.desk.state(broken), whole["reason"][:8]) == ("paused", "audience")
    assert (await _whole(days, sound))["reason"] == ""
    assert await _kept(days, "campaign.missed") == 1
    lines = await days.desk.running.read(lambda s: s.exec(select(AuditLine)).all())
    (line,) = [one for one in lines if one.action == "campaign.paused"]
    assert (line.actor, line.target, line.data) == (
        "hub",
        f"campaign:{broken}",
        {"reason": whole["reason"]},
    )


async def test_mended_it_goes_on_from_the_next_day_that_can_be(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-04")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-01T12:00", campaign)
    await _misread(days, campaign, audience=GONE)
    await days.until("2026-12-02T12:00", campaign)
    refused = await days.desk.do(campaign, "resume")
    assert (refused.status, refused.json["code"]) == (422, "bad_campaign")
    assert await days.desk.state(campaign) == "paused"
    await days.desk.change(campaign, exclude={"tag": {"name": "vip", "op": "has"}})
    await days.desk.must(campaign, "publish")
    await days.desk.must(campaign, "publish")
    assert await days.keys(campaign) == {"2026-12-01": 0, "2026-12-02": None, "2026-12-03": None}
    assert ((await _whole(days, campaign))["reason"], await days.desk.state(campaign)) == (
        "",
        "paused",
    )
    await days.desk.must(campaign, "resume")
    await days.until("2026-12-05T12:00", campaign)
    assert days.got == [("12-04 09", "at Ann")]


async def test_what_fits_again_by_itself_is_resumed(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-04")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await _misread(days, campaign, audience=GONE)
    await days.desk.passes(timedelta(hours=8))
    assert await days.desk.state(campaign) == "paused", "though it never went to anybody"
    await _misread(days, campaign, audience=ULM)
    await days.desk.must(campaign, "resume")
    await days.until("2026-12-05T12:00", campaign)
    assert days.got == [("12-04 09", "at Ann")]


@pytest.mark.parametrize("begun", [False, True])
async def test_published_on_the_evening_of_a_day_that_was_given_up(
    days: Days, *, begun: bool
) -> None:
    client = days.desk.running.client
    made = await client.post("/segments", {"name": "Of Ulm", "definition": ULM})
    segment = made.json["id"]
    await days.meets("Ann", birthday="1990-12-03")
    campaign = await days.hand.launched(schedule=BIRTHDAY, audience={"segment": segment})
    if begun:
        await days.until("2026-12-01T12:00", campaign)
    await days.desk.write(lambda s: s.delete(s.get_one(Segment, int(segment))))
    day = "2026-12-01" if begun else "2026-11-30"
    await days.until(f"{day}T20:00", campaign)
    assert (await _whole(days, campaign))["reason"].startswith("audience.segment is not there")
    counted = await client.post("/campaigns/audience", {"audience": ULM})
    assert (counted.status, counted.json["count"]) == (200, 1), "of whoever writes another"
    await days.desk.change(campaign, audience=ULM)
    reply = await days.desk.do(campaign, "publish")
    assert reply.status == 200, reply.body
    await days.desk.must(campaign, "resume")
    await days.until("2026-12-04T12:00", campaign)
    assert days.got == [("12-03 09", "at Ann")]
    runs = await days.desk.runs(campaign)
    assert [run.key[:10] for run in runs if run.missed_at] == [
        "2026-12-02" if begun else "2026-12-01"
    ]
    assert len({run.key for run in runs}) == len(runs)


async def test_an_hour_to_come_makes_a_day_of_one_that_was_given_up(days: Days) -> None:
    """And back at the old hour it is for the day behind it."""
    await days.meets("Ann", birthday="1990-12-01")
    await days.meets("Ben", birthday="1990-12-02")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await _misread(days, campaign, audience=GONE)
    await days.desk.passes(timedelta(hours=8))
    late = {"birthday": {"days": 0, "at": "21:00"}}
    for schedule, key in ((late, "2026-11-30T21:00"), (BIRTHDAY, "2026-12-02T09:00"), (late, "")):
        await days.desk.change(campaign, schedule=schedule)
        reply = await days.desk.do(campaign, "publish")
        assert reply.status == 200, reply.body
        assert (await days.desk.runs(campaign))[-1].key == (key or "2026-11-30T21:00")
    await days.desk.must(campaign, "resume")
    await days.until("2026-12-03T12:00", campaign)
    assert days.got == [("12-01 21", "at Ann"), ("12-02 21", "at Ben")]


async def test_a_day_under_way_goes_to_those_who_are_in_it(days: Days) -> None:
    await days.meets("Ann", "Asia/Tokyo")
    await days.meets("Ben")
    campaign = await days.hand.launched(schedule=AFTER)
    sound = await days.hand.launched(schedule=AFTER, name="Second", audience={"everybody": True})
    for name in ("Ann", "Ben"):
        await days.happened(name, "order.paid", "2026-12-01T08:00")
    await days.until("2026-12-02T05:00", campaign, timedelta(minutes=30))
    assert days.got == [("12-02 01", "at Ann")]
    await _misread(days, campaign, audience=GONE)
    await days.until("2026-12-02T12:00", sound)
    assert days.got[1:] == [("12-02 10", "at Ben")], "of the second, which was not fed before"
    assert await days.desk.state(campaign) == "paused"
    (run,) = [run for run in await days.desk.runs(campaign) if run.key == "2026-12-02T10:00"]
    assert (run.size, run.fill_at, run.missed_at) == (1, None, None)
