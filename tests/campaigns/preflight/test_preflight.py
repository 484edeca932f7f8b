"""What a campaign would come to, asked over HTTP before it goes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select, update

from campaigns.facts.values import no_windows
from campaigns.preflight import service, values
from campaigns.preflight.policy import Tally
from campaigns.preflight.values import Asked, Fated
from campaigns.tables import Recipient
from scrm.channels.values import ChannelState
from scrm.consent.tables import Suppression
from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation
from scrm.delivery.tables import Delivery
from tests.campaigns.conftest import MONDAY, Desk


async def addressed(desk: Desk, *names: str, wrote: bool = True) -> None:
    """People of Ulm with an address each."""
    for name in names:
        await desk.lives(name)

    def work(session: Session) -> None:
        for name in names:
            row = Identity(
                channel_id=int(desk.running.client.channel_id),
                external_id=f"address of {name}",
                contact_id=desk.people[name],
                last_inbound_at=MONDAY - timedelta(days=3) if wrote else None,
            )
            session.add(row)

    await desk.write(work)


async def asked(desk: Desk, campaign: str) -> Any:
    return await desk.must(campaign, "preflight")


def rolled(found: Any) -> dict[tuple[str, str], int]:
    return {(one["fate"], one["why"]): one["people"] for one in found["slices"]}


async def names_in(desk: Desk, campaign: str, query: str) -> list[str]:
    path = f"/campaigns/{campaign}/preflight?{query}"
    page = await desk.running.client.get(path)
    found = page["items"]
    while page["next"] is not None:
        page = await desk.running.client.get(f"{path}&cursor={page['next']}")
        found += page["items"]
    return [one["name"] for one in found]


async def _stops(desk: Desk, name: str) -> None:
    def work(session: Session) -> None:
        session.add(
            Suppression(
                kind="contact",
                key=name,
                contact_id=desk.people[name],
                channel_id=int(desk.running.client.channel_id),
                purpose="marketing",
                why="opt_out_word",
                effective_at=MONDAY,
            )
        )

    await desk.write(work)


async def _waits(desk: Desk, name: str) -> None:
    def work(session: Session) -> None:
        theirs = select(Identity.id).where(col(Identity.contact_id) == desk.people[name])
        session.add(
            Conversation(
                identity_id=session.exec(theirs).one(),
                channel_id=int(desk.running.client.channel_id),
                contact_id=desk.people[name],
                state="open",
                waiting_since=MONDAY,
                last_at=MONDAY,
                created_at=MONDAY,
            )
        )

    await desk.write(work)


async def test_people_are_told_by_fate_reason_and_channel(desk: Desk) -> None:
    await addressed(desk, "Ada", "Bo", "Cy")
    await addressed(desk, "Eve", wrote=False)
    await desk.lives("Fay")
    await _stops(desk, "Bo")
    await _waits(desk, "Cy")
    campaign = await desk.written()
    found = await asked(desk, campaign)
    assert rolled(found) == {
        **{("send", ""): 1, ("held", "conversation_waits"): 1},
        **{("blocked", one): 1 for one in ("opted_out", "no_basis", "no_address")},
    }
    assert (found["audience"], found["looked_at"], found["is_whole"]) == (5, 5, True)
    assert (found["version"], found["is_frozen"]) == (0, False)
    channels = {one["why"]: one["channel_id"] for one in found["slices"]}
    channel = desk.running.client.channel_id
    assert channels == {
        **{"": channel, "conversation_waits": channel, "no_basis": channel},
        **{"opted_out": None, "no_address": None},
    }
    assert await names_in(desk, campaign, "fate=send") == ["Ada"]
    assert await names_in(desk, campaign, "fate=blocked&limit=1") == ["Bo", "Eve", "Fay"]
    assert await names_in(desk, campaign, "why=no_basis") == ["Eve"]
    assert await names_in(desk, campaign, f"channel={channel}") == ["Ada", "Cy", "Eve"]
    assert await desk.recipients(campaign) == []


async def test_who_lacks_a_variable_is_named(desk: Desk) -> None:
    await addressed(desk, "Ada", "Bo")
    await _waits(desk, "Bo")
    campaign = await desk.written(message={"text": "Your {{ contact.size }} is here"})
    found = await asked(desk, campaign)
    assert rolled(found) == {("blocked", "missing_value"): 1, ("held", "conversation_waits"): 1}
    (missing,) = found["missing"]
    assert (missing["variable"], missing["people"]) == ("contact.size", 2)
    assert [one["name"] for one in missing["some"]] == ["Ada", "Bo"]
    assert await names_in(desk, campaign, "lacks=contact.size") == ["Ada", "Bo"]


async def test_quiet_hours_tell_until_when(desk: Desk) -> None:
    await addressed(desk, "Ada")
    hours = {
        "opens": "09:00",
        "closes": "20:00",
        "weekdays": [*("mon", "tue", "wed", "thu", "fri", "sat", "sun")],
    }
    reply = await desk.running.client.ask(
        "PATCH", "/api/v1/settings/sending", json={"quiet_hours": hours}
    )
    assert reply.status == 200, reply.body
    desk.clock.advance(timedelta(hours=10))
    (night,) = (await asked(desk, await desk.written()))["slices"]
    assert (night["fate"], night["why"]) == ("later", "quiet_hours")
    assert night["first"] == night["last"]
    assert night["first"].startswith("2026-12-01T09:")
    planned = await desk.written(schedule={"at": "2026-12-01T12:00"})
    (noon,) = (await asked(desk, planned))["slices"]
    assert (noon["fate"], noon["first"]) == ("send", "2026-12-01T12:00:00Z")


async def test_the_moment_that_is_told_is_the_one_at_which_nothing_stands_in_the_way(
    desk: Desk,
) -> None:
    await addressed(desk, "Ada")
    hours = {
        "opens": "09:00",
        "closes": "20:00",
        "weekdays": [*("mon", "tue", "wed", "thu", "fri", "sat", "sun")],
    }
    body = {"quiet_hours": hours, "caps": {"day": 1, "week": None}}
    reply = await desk.running.client.ask("PATCH", "/api/v1/settings/sending", json=body)
    assert reply.status == 200, reply.body
    desk.clock.advance(timedelta(hours=7, minutes=-30))
    await desk.must(await desk.written(), "launch")
    await desk.settle()
    await desk.gives("sent")
    evening = MONDAY.replace(hour=18, minute=30)
    await desk.write(
        lambda s: s.execute(update(Delivery).values(campaign_id=1, finished_at=evening))
    )
    desk.clock.advance(timedelta(hours=2))
    campaign = await desk.written()
    (night,) = (await asked(desk, campaign))["slices"]
    assert (night["fate"], night["why"], night["then"]) == ("later", "quiet_hours", ["cap"])
    assert night["first"].startswith("2026-12-01T18:30")
    path = f"/campaigns/{campaign}/preflight?why=quiet_hours&then=cap"
    (ada,) = (await desk.running.client.get(path))["items"]
    assert (ada["at"], ada["then"]) == (night["first"], ["cap"])
    assert await names_in(desk, campaign, "fate=later&then=") == []


async def test_that_all_campaigns_are_stopped_is_told(desk: Desk) -> None:
    await addressed(desk, "Ada")
    campaign = await desk.written(quiet_hours="off")
    assert (await asked(desk, campaign))["is_stopped"] is False
    await desk.running.client.post("/campaigns/stop", {})
    assert (await asked(desk, campaign))["is_stopped"] is True


async def test_each_is_looked_at_when_it_is_due_for_them(desk: Desk) -> None:
    await addressed(desk, "Ada", "Bo")
    path = f"/api/v1/contacts/{desk.people['Bo']}"
    await desk.running.client.ask("PATCH", path, json={"zone": "Asia/Shanghai"})
    schedule = {"at": "2026-11-30T18:00", "zone": "contact"}
    campaign = await desk.written(schedule=schedule, quiet_hours="off", max_lateness="1h")
    ada, bo = (await asked(desk, campaign))["slices"]
    assert (ada["fate"], ada["people"], ada["first"]) == ("send", 1, "2026-11-30T18:00:00Z")
    assert (bo["fate"], bo["people"], bo["first"]) == ("missed", 1, None)
    assert await names_in(desk, campaign, "fate=missed") == ["Bo"]


async def test_the_rate_of_its_channel_says_how_long_it_takes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await addressed(desk, *(f"No {number}" for number in range(7)))
    channel_id = int(desk.running.client.channel_id)
    registry = desk.running.hub.registry
    (channel,) = registry
    monkeypatch.setitem(registry._open, channel_id, replace(channel, rate=2.0))
    campaign = await desk.written()
    found = await asked(desk, campaign)
    (load,) = found["channels"]
    assert (load["people"], load["rate"], load["seconds"]) == (7, 2.0, 3.5)
    assert (found["seconds"], load["is_active"]) == (3.5, True)
    monkeypatch.setitem(registry._open, channel_id, replace(channel, state=ChannelState.PAUSED))
    found = await asked(desk, campaign)
    (load,) = found["channels"]
    assert (load["people"], load["seconds"], load["is_active"]) == (7, 0.0, False)
    assert rolled(found) == {("held", "channel_paused"): 7}


async def test_once_it_is_frozen_those_are_looked_at_whose_fate_is_open(desk: Desk) -> None:
    await addressed(desk, "Ada", "Bo", "Cy")
    campaign = await desk.written()
    await desk.must(campaign, "launch")
    await addressed(desk, "Dee")
    await _stops(desk, "Cy")

    def work(session: Session) -> None:
        run = session.get(Recipient, (run_id, 0, desk.people["Bo"]))
        assert run is not None
        run.state, run.due_at = "given", None
        session.add(run)

    (one,) = await desk.runs(campaign)
    run_id = one.id
    await desk.write(work)
    found = await asked(desk, campaign)
    assert rolled(found) == {("send", ""): 1, ("blocked", "opted_out"): 1}
    assert (found["version"], found["is_frozen"], found["audience"]) == (1, True, 2)
    assert await names_in(desk, campaign, "fate=send") == ["Ada"]


async def test_a_draft_that_lacks_something_says_so(desk: Desk) -> None:
    campaign = await desk.written(channels=None)
    reply = await desk.do(campaign, "preflight")
    assert (reply.status, reply.json["code"]) == (422, "bad_campaign")
    assert (await desk.do("1", "preflight")).status == 404


async def test_without_time_for_all_the_rest_is_an_estimate(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PORTION", 2)
    await addressed(desk, "Ada", "Bo", "Cy")
    for name in ("Dee", "Eve", "Fay"):
        await desk.lives(name)
    campaign = await desk.written()
    hub, turns = desk.running.hub, []
    looked = service.looked

    def tired(*given: Any) -> list[Fated]:
        turns.append(given)
        if len(turns) > 2:
            raise TimeoutError
        return looked(*given)

    monkeypatch.setattr(service, "looked", tired)
    wants = Asked(
        int(campaign), (), no_windows, desk.clock.now(), {int(desk.running.client.channel_id)}
    )
    found = await service.look(hub.database, wants, {})
    assert (found.audience, found.looked_at, found.is_whole) == (6, 4, False)
    assert {one.why: one.people for one in found.slices} == {"": 3, "no_address": 3}
    turns.clear()
    some, last = await service.page(hub.database, wants, values.Wanted(), 0, 50)
    assert ([one.name for one in some], last) == (["Ada", "Bo", "Cy", "Dee"], desk.people["Dee"])


def test_nobody_who_was_seen_is_rounded_away() -> None:
    tally = Tally()
    tally.add(Fated(one, "send", "", 1, MONDAY, gets_at=MONDAY) for one in range(999))
    tally.add([Fated(999, "blocked", "opted_out", None, None)])
    assert [one.people for one in tally.slices(1_000)] == [999, 1]
    assert [one.people for one in tally.slices(10_000)] == [9_990, 10]
    assert Tally().slices(5) == []
