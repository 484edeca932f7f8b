"""An audience is everybody who is meant and nobody else, once, whatever dies when."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from campaigns.audience import service, worker
from campaigns.life import service as life
from campaigns.tables import CampaignVersion
from scrm.contacts.tables import Contact
from tests.campaigns.conftest import Desk

HOUR = timedelta(hours=1)
VIP = {"tag": {"name": "vip", "op": "has"}}


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a million people, though they are few."""
    monkeypatch.setattr(service, "FEW", 0)
    monkeypatch.setattr(worker, "SLICE", 2)


async def test_who_is_excluded_joined_or_erased_is_left_out(desk: Desk) -> None:
    for name in ("Ada", "Bo", "Cy", "Dee", "Eve"):
        await desk.lives(name)
    client = desk.running.client
    reply = await client.post(f"/contacts/{desk.people['Bo']}/tags", {"name": "vip"})
    assert reply.status in (200, 201), reply.body
    other = {"other": str(desk.people["Cy"]), "despite": True}
    reply = await client.post(f"/contacts/{desk.people['Ada']}/join", other)
    assert reply.status in (200, 201), reply.body
    gone = f"/api/v1/contacts/{desk.people['Dee']}"
    assert (await client.ask("DELETE", gone, json={"reason": "asked"})).status == 200
    campaign = await desk.written(exclude=VIP)
    assert (await desk.must(campaign, "launch"))["size"] == 2
    assert await desk.names(campaign) == ["Ada", "Eve"]


async def test_a_segment_is_an_audience(desk: Desk) -> None:
    for name, city in (("Ada", "Ulm"), ("Bo", "Bonn")):
        await desk.lives(name, city)
    made = await desk.running.client.post(
        "/segments", {"name": "Of Ulm", "definition": desk.draft["audience"]}
    )
    campaign = await desk.written(audience={"segment": made.json["id"]})
    await desk.must(campaign, "launch")
    assert await desk.names(campaign) == ["Ada"]


@pytest.mark.usefixtures("slices")
async def test_a_large_one_is_frozen_in_slices(desk: Desk) -> None:
    names = [await desk.lives(f"Person {number}") and f"Person {number}" for number in range(5)]
    campaign = await desk.written()
    launched = await desk.must(campaign, "launch")
    assert (launched["state"], launched["size"]) == ("running", 0)
    assert await desk.names(campaign) == []
    await desk.settle()
    assert await desk.names(campaign) == names
    assert [(run.size, run.frozen_at) for run in await desk.runs(campaign)] == [
        (5, desk.clock.now())
    ]


@pytest.mark.usefixtures("slices")
@pytest.mark.parametrize("passes", range(3))
async def test_killed_between_slices_the_next_process_goes_on(
    desk: Desk, failpoints: Callable[[str], None], passes: int
) -> None:
    early = await desk.lives("Early", "Bonn")
    for number in range(5):
        await desk.lives(f"Person {number}")
    campaign = await desk.written()
    await desk.must(campaign, "launch")
    failpoints(f"campaigns.slice=raise:ValueError@{passes}")
    with pytest.raises(ValueError, match=r"campaigns.slice"):
        await desk.freezer().work()
    failpoints("")
    (run,) = await desk.runs(campaign)
    assert (len(await desk.names(campaign)), run.frozen_at) == (2 * passes, None)
    moved = {"attributes": {"city": "Ulm"}}  # too late: her place has been passed
    await desk.running.client.ask("PATCH", f"/api/v1/contacts/{early}", json=moved)
    await desk.passes(30 * HOUR)  # what has begun is never missed
    if passes:
        assert len(await desk.names(campaign)) == 5
        assert (await desk.runs(campaign))[0].size == 5
    else:
        assert await desk.state(campaign) == "missed"


@pytest.mark.usefixtures("slices")
async def test_two_processes_freeze_each_person_once(desk: Desk) -> None:
    for number in range(9):
        await desk.lives(f"Person {number}")
    campaign = await desk.written()
    await desk.must(campaign, "launch")
    one, other = desk.freezer(), desk.freezer()
    await asyncio.gather(one.work(), other.work())
    await desk.settle()
    assert len(await desk.names(campaign)) == 9
    assert [run.size for run in await desk.runs(campaign)] == [9]


async def test_many_schedulers_begin_each_run_once(desk: Desk) -> None:
    """F-42, in one process: each effect is had once, whoever is first."""
    for number in range(3):
        await desk.lives(f"Person {number}")
    planned = [await desk.written(schedule={"at": "2026-11-30T13:00"}) for _ in range(12)]
    for one in planned:
        await desk.must(one, "launch")
    desk.clock.advance(HOUR)

    async def work() -> None:
        freezer = desk.freezer()
        for _ in range(2 * len(planned)):
            await freezer.work()

    await asyncio.gather(*(work() for _ in range(4)))
    await desk.settle()  # where each was busy when another looked
    for one in planned:
        assert [run.size for run in await desk.runs(one)] == [3]
        assert len(await desk.recipients(one)) == 3


@pytest.mark.usefixtures("slices")
async def test_paused_between_slices_it_stays_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        await desk.lives(f"Person {number}")
    campaign = await desk.written()
    await desk.must(campaign, "launch")
    whole = service.freeze_some

    def pausing(session: Session, **rest: object) -> bool:
        done = whole(session, **rest)  # type: ignore[arg-type]
        life.pause(session, int(campaign), "user:1", desk.clock.now())
        return done

    monkeypatch.setattr(service, "freeze_some", pausing)
    await desk.settle()
    assert (len(await desk.names(campaign)), await desk.state(campaign)) == (2, "paused")
    monkeypatch.undo()
    await desk.must(campaign, "resume")
    await desk.settle()
    assert len(await desk.names(campaign)) == 5


async def test_what_can_not_be_frozen_waits_for_a_person_and_holds_up_no_other(
    desk: Desk,
) -> None:
    await desk.lives("Ada")
    broken = await desk.written(schedule={"at": "2026-11-30T13:00"}, exclude=VIP)
    sound = await desk.written(schedule={"at": "2026-11-30T13:01"})
    for one in (broken, sound):
        await desk.must(one, "launch")

    def misread(session: Session) -> None:
        mine = col(CampaignVersion.campaign_id) == int(broken)
        version = session.exec(select(CampaignVersion).where(mine)).one()
        version.definition = version.definition | {"audience": {"sung": True}}
        session.add(version)

    await desk.write(misread)
    await desk.passes(2 * HOUR)
    assert (await desk.state(broken), await desk.state(sound)) == ("missed", "running")


async def test_each_gets_it_at_their_own_time(desk: Desk) -> None:
    """The night of 29 March 2026 has no 02:30 in Berlin; what is meant then is due at 03:00."""
    homes = {
        "Ada": "Europe/Berlin",
        "Bo": "Asia/Tokyo",
        "Cy": "",
        "Dee": "Mars/Olympus",
        "Eve": "America/New_York",
    }
    for name in homes:
        await desk.lives(name)

    def move(session: Session) -> None:
        for name, zone in homes.items():
            contact = session.get_one(Contact, desk.people[name])
            contact.zone = zone
            session.add(contact)

    await desk.write(move)
    desk.clock.advance(datetime(2027, 3, 26, tzinfo=UTC) - desk.clock.now())
    campaign = await desk.written(schedule={"at": "2027-03-28T02:30", "zone": "contact"})
    launched = await desk.must(campaign, "launch")
    assert launched["due_at"] == "2027-03-27T12:30:00Z"  # where it comes first on Earth
    await desk.passes(datetime(2027, 3, 27, 12, 30, tzinfo=UTC) - desk.clock.now())
    named = {contact_id: name for name, contact_id in desk.people.items()}
    due = {
        named[one.contact_id]: (one.due_at and f"{one.due_at:%d %H:%M}", one.state)
        for one in await desk.recipients(campaign)
    }
    assert due == {
        "Ada": ("28 01:00", "waiting"),
        "Bo": ("27 17:30", "waiting"),
        "Cy": ("28 02:30", "waiting"),
        "Dee": ("28 02:30", "waiting"),
        "Eve": ("28 06:30", "waiting"),
    }


@pytest.mark.parametrize("in_slices", [False, True])
async def test_where_it_is_too_late_by_then_it_is_missed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, in_slices: bool
) -> None:
    if in_slices:
        monkeypatch.setattr(service, "FEW", 0)
    await desk.lives("Ada", zone="Asia/Tokyo")
    await desk.lives("Bo", zone="America/New_York")
    campaign = await desk.written(schedule={"at": "2026-11-30T09:00", "zone": "contact"})
    await desk.must(campaign, "launch")  # it is 21:00 in Tokyo, and 07:00 in New York
    await desk.settle()
    assert [one.state for one in await desk.recipients(campaign)] == ["missed", "waiting"]


async def test_where_it_is_too_late_for_all_it_is_missed(desk: Desk) -> None:
    await desk.lives("Ada", zone="America/New_York")
    campaign = await desk.written(schedule={"at": "2026-12-01T09:00", "zone": "contact"})
    await desk.must(campaign, "launch")
    await desk.passes(40 * HOUR)
    assert (await desk.names(campaign), await desk.state(campaign)) == ([], "missed")
