"""Campaigns at work: launched once, held back, ended, changed, sent again."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from campaigns.audience import worker
from campaigns.stopping import service as stopping
from campaigns.tables import Recipient
from campaigns.values import RecipientState
from scrm.staff.tables import AuditLine
from tests.campaigns.conftest import ULM, Desk

HOUR = timedelta(hours=1)
LATER = "2026-12-01T09:00"


async def test_a_launch_freezes_everybody_at_once(desk: Desk) -> None:
    for name, city in (("Ada", "Ulm"), ("Bo", "Bonn"), ("Cy", "Ulm")):
        await desk.lives(name, city)
    campaign = await desk.written()
    launched = await desk.must(campaign, "launch")
    assert (launched["state"], launched["version"], launched["size"]) == ("running", 1, 2)
    assert await desk.names(campaign) == ["Ada", "Cy"]
    await desk.lives("Dee")
    await desk.settle()
    assert await desk.names(campaign) == ["Ada", "Cy"]
    (run,) = await desk.runs(campaign)
    assert (run.size, run.frozen_at, run.due_at) == (2, desk.clock.now(), desk.clock.now())
    rows = await desk.recipients(campaign)
    assert {(one.step, one.state, one.due_at, one.version_id) for one in rows} == {
        (0, "waiting", run.due_at, run.version_id)
    }


async def test_launched_twice_at_once_it_runs_once(desk: Desk) -> None:
    await desk.lives("Ada")
    campaign = await desk.written()
    replies = await asyncio.gather(*(desk.do(campaign, "launch") for _ in range(6)))
    assert {reply.status for reply in replies} == {200}
    assert len(await desk.runs(campaign)) == len(await desk.recipients(campaign)) == 1
    whole = await desk.running.client.get(f"/campaigns/{campaign}")
    assert [one["number"] for one in whole["versions"]] == [1]


async def test_of_nobody_it_is_finished_at_once(desk: Desk) -> None:
    campaign = await desk.written()
    assert (await desk.must(campaign, "launch"))["state"] == "finished"
    assert (await desk.runs(campaign))[0].size == 0


async def test_it_is_finished_when_nobodys_fate_is_open(desk: Desk) -> None:
    await desk.lives("Ada")
    campaign = await desk.written()
    await desk.must(campaign, "launch")
    for state in ("later", "held"):
        await desk.decided(campaign, state, "cap")
        assert await desk.state(campaign) == "running"
    await desk.decided(campaign)
    assert await desk.state(campaign) == "finished"
    assert (await desk.must(campaign, "pause"))["state"] == "finished"
    assert (await desk.must(campaign, "cancel"))["state"] == "cancelled"


async def test_what_is_in_the_outbox_keeps_it_running(desk: Desk) -> None:
    campaign = await desk.written()
    await desk.sends(campaign, ["Ada"], "queued")
    for state, stands in (
        *(("queued", "running"), ("reserved", "running"), ("sending", "running")),
        *(("held", "running"), ("sent", "finished"), ("unknown", "finished")),
    ):
        await desk.delivers(state)
        assert await desk.state(campaign) == stands, state


async def test_a_planned_one_begins_when_it_is_due(desk: Desk) -> None:
    await desk.lives("Ada")
    campaign = await desk.written(schedule={"at": LATER})
    launched = await desk.must(campaign, "launch")
    assert (launched["state"], launched["due_at"]) == ("scheduled", "2026-12-01T09:00:00Z")
    await desk.passes(20 * HOUR)
    assert (await desk.names(campaign), await desk.state(campaign)) == ([], "scheduled")
    await desk.lives("Bo")
    await desk.passes(HOUR)
    assert (await desk.names(campaign), await desk.state(campaign)) == (["Ada", "Bo"], "running")
    assert [run.key for run in await desk.runs(campaign)] == [LATER]


@pytest.mark.parametrize(("hours", "stands"), [(22, "running"), (24.1, "missed"), (46, "missed")])
async def test_what_is_too_late_is_missed_and_waits_for_a_person(
    desk: Desk, hours: float, stands: str
) -> None:
    """F-40: the hub was away for one, three and 25 hours."""
    await desk.lives("Ada")
    campaign = await desk.written(schedule={"at": LATER})
    await desk.must(campaign, "launch")
    await desk.passes(hours * HOUR)
    assert await desk.state(campaign) == stands
    await desk.passes(HOUR)
    assert await desk.state(campaign) == stands
    if stands == "missed":
        refused = await desk.do(campaign, "launch")
        assert (refused.json["field"], "is over" in refused.json["detail"]) == ("schedule.at", True)
        await desk.change(campaign, schedule="now")
        assert (await desk.must(campaign, "launch"))["state"] == "running"
        assert await desk.names(campaign) == ["Ada"]


async def test_a_time_that_is_over_is_refused(desk: Desk) -> None:
    campaign = await desk.written(schedule={"at": "2026-11-30T11:59"})
    refused = await desk.do(campaign, "launch")
    assert (refused.status, refused.json["field"]) == (422, "schedule.at")
    assert await desk.state(campaign) == "draft"


async def test_a_paused_one_does_not_begin(desk: Desk) -> None:
    await desk.lives("Ada")
    campaign = await desk.written(schedule={"at": LATER})
    await desk.must(campaign, "launch")
    assert (await desk.must(campaign, "pause"))["state"] == "paused"
    await desk.passes(22 * HOUR)
    assert (await desk.names(campaign), await desk.state(campaign)) == ([], "paused")
    await desk.must(campaign, "resume")
    await desk.settle()
    assert (await desk.names(campaign), await desk.state(campaign)) == (["Ada"], "running")


async def test_what_is_held_back_holds_up_no_other(desk: Desk) -> None:
    await desk.lives("Ada")
    held, other = [await desk.written(schedule={"at": at}) for at in (LATER, "2026-12-01T09:01")]
    for one in (held, other):
        await desk.must(one, "launch")
    await desk.must(held, "pause")
    await desk.passes(22 * HOUR)
    assert (await desk.names(held), await desk.names(other)) == ([], ["Ada"])


async def test_resumed_too_late_it_is_missed(desk: Desk) -> None:
    campaign = await desk.written(schedule={"at": LATER})
    await desk.must(campaign, "launch")
    await desk.must(campaign, "pause")
    await desk.passes(30 * HOUR)
    await desk.must(campaign, "resume")
    await desk.settle()
    assert await desk.state(campaign) == "missed"


async def test_paused_in_mid_run_it_goes_on_however_late(desk: Desk) -> None:
    await desk.lives("Ada")
    campaign = await desk.written()
    await desk.must(campaign, "launch")
    await desk.must(campaign, "pause")
    await desk.passes(30 * HOUR)
    assert (await desk.must(campaign, "resume"))["state"] == "running"
    await desk.settle()
    assert [one.state for one in await desk.recipients(campaign)] == ["waiting"]


async def test_cancelled_it_ends_those_whose_fate_is_open(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "CANCELLED_AT_ONCE", 2)
    for number in range(5):
        await desk.lives(f"Person {number}")
    campaign = await desk.written()
    await desk.must(campaign, "launch")
    first = (await desk.recipients(campaign))[0].contact_id

    def block(session: Session) -> None:
        row = session.exec(select(Recipient).where(col(Recipient.contact_id) == first)).one()
        row.state, row.why = RecipientState.BLOCKED, "opted_out"
        session.add(row)

    await desk.write(block)
    assert (await desk.must(campaign, "cancel"))["state"] == "cancelled"
    await desk.settle()
    rows = await desk.recipients(campaign)
    assert [one.state for one in rows] == ["blocked", *4 * ["cancelled"]]
    assert rows[1].decided_at == desk.clock.now()
    for verb in ("launch", "resume", "pause", "publish"):
        refused = await desk.do(campaign, verb)
        assert (refused.status, refused.json["code"]) == (409, "campaign_cancelled"), verb
    assert (await desk.must(campaign, "cancel"))["state"] == "cancelled"


async def test_a_draft_has_nothing_to_pause_or_cancel(desk: Desk) -> None:
    campaign = await desk.written()
    for verb in ("pause", "resume", "cancel", "publish"):
        refused = await desk.do(campaign, verb)
        assert (refused.status, refused.json["code"]) == (409, "not_published"), verb


async def test_one_switch_stops_all_and_lets_them_go(desk: Desk) -> None:
    await desk.lives("Ada")
    campaign = await desk.written(schedule={"at": LATER})
    await desk.must(campaign, "launch")
    client = desk.running.client
    stopped = (await client.post("/campaigns/stop", {})).json
    assert (stopped["stopped"], stopped["at"]) == (True, "2026-11-30T12:00:00Z")
    assert await client.get("/campaigns/stop") == stopped
    await desk.passes(22 * HOUR)
    assert await desk.names(campaign) == []
    assert (await client.post("/campaigns/go", {})).json["stopped"] is False
    await desk.settle()
    assert await desk.names(campaign) == ["Ada"]


async def test_launched_while_all_are_stopped_it_begins_when_they_go(desk: Desk) -> None:
    await desk.lives("Ada")
    campaign = await desk.written()
    await desk.running.client.post("/campaigns/stop", {})
    await desk.must(campaign, "launch")
    await desk.settle()
    assert await desk.names(campaign) == []
    await desk.running.client.post("/campaigns/go", {})
    await desk.settle()
    assert await desk.names(campaign) == ["Ada"]


async def test_who_sends_asks_which_may_go(desk: Desk) -> None:
    await desk.lives("Ada")
    ids = [int(await desk.written()) for _ in range(4)]
    draft, *launched = ids
    for one in launched:
        await desk.must(str(one), "launch")
    going, paused, cancelled = launched
    await desk.must(str(paused), "pause")
    await desk.must(str(cancelled), "cancel")
    assert await desk.running.read(lambda s: stopping.going(s, ids)) == {going}
    assert await desk.running.read(lambda s: stopping.going(s, [draft])) == set()
    await desk.running.client.post("/campaigns/stop", {})
    assert await desk.running.read(lambda s: stopping.going(s, ids)) == set()


async def test_before_it_begins_everything_can_be_changed(desk: Desk) -> None:
    await desk.lives("Ada")
    await desk.lives("Bo", "Bonn")
    campaign = await desk.written(schedule={"at": LATER})
    await desk.must(campaign, "launch")
    bonn = {"attribute": {"name": "city", "op": "eq", "value": "Bonn"}}
    changed = (await desk.change(campaign, audience=bonn, schedule={"at": "2026-12-02T09:00"})).json
    assert (changed["is_changed"], changed["version"]) == (True, 1)
    published = await desk.must(campaign, "publish")
    assert (published["is_changed"], published["version"]) == (False, 2)
    assert [run.key for run in await desk.runs(campaign)] == ["2026-12-02T09:00"]
    await desk.passes(46 * HOUR)
    assert await desk.names(campaign) == ["Bo"]


async def test_while_it_runs_the_message_can_be_changed_and_the_audience_not(desk: Desk) -> None:
    await desk.lives("Ada")
    campaign = await desk.written()
    await desk.must(campaign, "launch")
    await desk.change(campaign, message={"text": "Better"})
    assert (await desk.must(campaign, "publish"))["version"] == 2
    assert (await desk.must(campaign, "publish"))["version"] == 2
    await desk.change(campaign, exclude=ULM, schedule={"at": LATER})
    refused = await desk.do(campaign, "publish")
    assert refused.status == 422
    assert [one["field"] for one in refused.json["errors"]] == ["exclude", "schedule"]
    whole = await desk.running.client.get(f"/campaigns/{campaign}")
    assert [one["number"] for one in whole["versions"]] == [2, 1]
    assert whole["versions"][0]["definition"]["message"] == {"text": "Better"}


async def test_who_did_what_is_on_the_audit_line(desk: Desk) -> None:
    await desk.lives("Ada")
    campaign = await desk.written()
    for verb in ("launch", "pause", "pause", "resume", "cancel"):
        await desk.must(campaign, verb)
    target = col(AuditLine.target) == f"campaign:{campaign}"
    question = select(AuditLine.action).where(target).order_by(col(AuditLine.id))
    said = list(await desk.running.read(lambda s: s.exec(question).all()))
    assert said == [f"campaign.{one}" for one in ("launched", "paused", "resumed", "cancelled")]
