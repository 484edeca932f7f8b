"""The report by channel, and by hour of the organisation's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from campaigns.report.policy import by_channel, by_hour
from campaigns.report.values import MOST_HOURS, QUARTER, Group
from campaigns.responses import store as responses
from campaigns.responses.values import Response, ResponseKind
from scrm.channels.tables import Channel
from scrm.delivery.tables import Delivery
from tests.campaigns.conftest import MONDAY, Desk

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def sent(at: datetime, people: int = 1, state: str = "sent") -> Group:
    return Group(True, state, "", people, 1, (at - EPOCH) // QUARTER)


async def test_each_channel_and_each_hour_is_counted(desk: Desk) -> None:
    campaign = await desk.written()
    await desk.running.client.ask("PATCH", "/api/v1/settings", json={"timezone": "Asia/Kolkata"})
    await desk.sends(campaign, ["Ada", "Bo", "Cy", "Dee"], "sent")
    for name, state in (("Ada", "read"), ("Cy", "failed")):
        await desk.delivers(state, of=name)
    times = {"Ada": 31, "Bo": 29, "Cy": 0, "Dee": 89}
    run = (await desk.runs(campaign))[0].id

    def happen(session: Session) -> int:
        second = Channel(platform="telegram", name="Two", created_at=MONDAY)
        session.add(second)
        session.flush()
        for name, minutes in times.items():
            mine = col(Delivery.contact_id) == desk.people[name]
            row = session.exec(select(Delivery).where(mine)).one()
            row.finished_at = MONDAY + timedelta(minutes=minutes)
            row.channel_id = second.id if name in ("Ada", "Bo") else row.channel_id
            session.add(row)
        whose = (int(campaign), run, 0, desk.people["Ada"])
        kinds = (ResponseKind.REPLY, ResponseKind.BUTTON, ResponseKind.CLICK)
        responses.add(session, [Response(*whose, kind, "", MONDAY) for kind in kinds])
        return second.id

    second = await desk.write(happen)
    report = await desk.running.client.get(f"/campaigns/{campaign}/report")
    zero = {"given": 2, "delivered": 0, "read": 0, "failed": 0, "replied": 0}
    assert sorted(report["by_channel"], key=lambda one: one["read"]) == [
        zero | {"channel_id": desk.running.client.channel_id, "sent": 1, "failed": 1},
        zero | {"channel_id": str(second), "sent": 2, "delivered": 1, "read": 1, "replied": 1},
    ]
    assert report["by_hour"] == [
        {"at": "2026-11-30T11:30:00Z", "local": "2026-11-30T17:00", "sent": 1},
        {"at": "2026-11-30T12:30:00Z", "local": "2026-11-30T18:00", "sent": 2},
    ]


def test_an_hour_that_a_clock_shows_twice_is_two() -> None:
    begins = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)
    groups = [sent(begins + timedelta(minutes=30 * number)) for number in range(4)]
    found = by_hour(groups, ZoneInfo("Europe/Berlin"))
    assert [(one.local, one.at.hour, one.sent) for one in found] == [
        ("2026-10-25T02:00", 0, 2),
        ("2026-10-25T02:00", 1, 2),
    ]


def test_of_very_many_hours_the_newest_are_told() -> None:
    groups = [sent(MONDAY + timedelta(hours=number)) for number in range(MOST_HOURS + 2)]
    found = by_hour(groups, UTC)
    assert (len(found), found[0].at) == (MOST_HOURS, MONDAY + timedelta(hours=2))


def test_what_was_not_sent_has_no_hour_and_who_was_not_given_no_channel() -> None:
    groups = [sent(MONDAY, state="failed"), Group(False, "blocked", "opted_out", 2, 7)]
    assert by_hour(groups, UTC) == []
    assert [(one.channel_id, one.given, one.sent) for one in by_channel(groups, {})] == [
        ("1", 1, 0)
    ]


def test_the_channel_that_got_most_comes_first() -> None:
    groups = [Group(True, "sent", "", 1, 1), Group(True, "queued", "", 3, 2)]
    assert [one.channel_id for one in by_channel(groups, {1: 1})] == ["2", "1"]
