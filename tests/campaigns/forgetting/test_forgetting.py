"""Who was erased is in no audience any more, and on no day; the numbers stay."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from campaigns.dates.tables import Turn
from campaigns.responses import store as responses
from campaigns.responses.tables import CampaignResponse
from campaigns.responses.values import Response, ResponseKind
from campaigns.tables import Recipient
from config.doctor import examine
from scrm.contacts.tables import Contact
from tests.campaigns.dates.conftest import BIRTHDAY, Days
from tests.campaigns.dates.conftest import days as days
from tests.campaigns.hand import Hand


async def _erased(hand: Hand, name: str) -> None:
    path = f"/api/v1/contacts/{hand.desk.people[name]}"
    reply = await hand.desk.running.client.ask("DELETE", path, json={"reason": "asked"})
    assert reply.status == 200, reply.body


async def _whose(hand: Hand) -> set[int]:
    """Of all people who are in a run, had a turn, or answered."""

    def look(session: Session) -> set[int]:
        tables: Any = (Recipient, Turn, CampaignResponse)
        return {one.contact_id for table in tables for one in session.exec(select(table))}

    return await hand.desk.running.read(look)


async def _wrong(hand: Hand) -> list[str]:
    found = await hand.desk.running.read(examine)
    return [one.name for one in found if one.wrong]


async def test_no_day_leads_to_who_was_erased_and_its_report_counts_them(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-02")
    await days.meets("Ben", birthday="1990-12-02")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-02T12:00", campaign)
    people = days.desk.people
    (run,) = [one for one in await days.desk.runs(campaign) if one.size]
    now = days.desk.clock.now()
    acts = [
        Response(run.campaign_id, run.id, 0, people["Ann"], ResponseKind.REPLY, "", now, 7, 8),
        Response(run.campaign_id, run.id, 0, people["Ben"], ResponseKind.CLICK, "1", now),
    ]
    await days.desk.write(lambda s: responses.add(s, acts))
    get = days.desk.running.client.get
    before = await get(f"/campaigns/{campaign}/report")
    await _erased(days.hand, "Ann")
    assert await _whose(days.hand) & set(people.values()) == {people["Ben"]}
    after = await get(f"/campaigns/{campaign}/report")
    same = ("audience", "allowed", "given", "replied", "clicked")
    assert [after[one] for one in same] == [before[one] for one in same] == [2, 2, 2, 1, 1]
    assert (await get(f"/campaigns/{campaign}/replies"))["items"] == []
    assert await _wrong(days.hand) == []


async def test_each_row_is_of_another_number(days: Days) -> None:
    """Two campaigns on one person's days would lead from one to the other."""
    await days.meets("Ann", birthday="1990-12-02")
    for name in ("One", "Two"):
        campaign = await days.hand.launched(schedule=BIRTHDAY, name=name)
    await days.until("2026-12-02T12:00", campaign)
    await _erased(days.hand, "Ann")
    rows = await days.desk.running.read(lambda s: list(s.exec(select(Recipient))))
    assert len({one.contact_id for one in rows}) == len(rows) == 2
    assert {one.identity_id for one in rows} == {None}


async def test_who_turned_out_to_be_one_are_forgotten_together(days: Days) -> None:
    await days.meets("Ann", birthday="1990-12-02")
    await days.meets("Ben", birthday="1990-12-02")
    campaign = await days.hand.launched(schedule=BIRTHDAY)
    await days.until("2026-12-02T12:00", campaign)
    await days.hand.join("Ann", "Ben")
    await _erased(days.hand, "Ann")
    assert not await _whose(days.hand) & set(days.desk.people.values())


async def test_who_waits_is_blocked(days: Days) -> None:
    hand = days.hand
    await hand.meets("Ann", "Ben")
    campaign = await hand.launched(schedule={"at": "2026-12-02T09:00", "zone": "contact"})
    await days.desk.passes(timedelta(hours=32))
    await _erased(hand, "Ann")
    rows = {one.contact_id: one for one in await days.desk.recipients(campaign)}
    (gone,) = set(rows) - set(days.desk.people.values())
    assert (rows[gone].state, rows[gone].why, rows[gone].due_at) == ("blocked", "erased", None)
    (blocked,) = (
        await days.desk.running.client.get(f"/campaigns/{campaign}/recipients?state=blocked")
    )["items"]
    assert (int(blocked["contact_id"]), blocked["name"]) == (gone, "")


async def test_a_row_that_came_in_behind_the_erasing_is_forgotten_when_it_is_looked_at(
    days: Days,
) -> None:
    hand = days.hand
    await hand.meets("Ann")
    campaign = await hand.launched()

    def gone(session: Session) -> None:
        row = session.get_one(Contact, days.desk.people["Ann"])
        row.erased_at = days.desk.clock.now()
        session.add(row)

    await days.desk.write(gone)
    assert await _wrong(hand) == ["I14"]
    await hand.feed(campaign)
    assert not await _whose(hand) & set(days.desk.people.values())
