"""No campaign, channel or person holds up the others, and nobody is given twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import Session, col, select, update

from campaigns.deciding.values import Purpose
from campaigns.feeding import store
from campaigns.missing import store as missing
from campaigns.tables import Recipient
from campaigns.values import LASTS
from config.workers import Workers
from scrm.channels.registry import OpenChannel
from scrm.delivery.tables import Delivery
from scrm.kernel import sets
from scrm.kernel.columns import micros
from scrm.kernel.rows import insert_rows
from scrm.kernel.sets import execute, session_dialect, table_of
from tests.campaigns.conftest import MONDAY
from tests.campaigns.feeding.hand import Hand

BONN = {"attribute": {"name": "city", "op": "eq", "value": "Bonn"}}
MANY = 20_000


async def test_a_second_channel_that_is_paused_breaks_nothing(hand: Hand) -> None:
    two = await hand.other_channel("paused")
    await hand.meets("Ann")
    await hand.meets("Ben", channel=two)
    campaign = await hand.launched(channels=[str(hand.channel), str(two)])
    assert await hand.feed(campaign) == 2
    fates = await hand.fates(campaign)
    assert (fates["Ann"], fates["Ben"]) == (("queued", ""), ("held", "channel_paused"))


async def test_a_full_channel_is_no_reason_to_spin(hand: Hand) -> None:
    two = await hand.other_channel()
    await hand.meets(*(f"P{n}" for n in range(5)))
    campaign = await hand.launched(channels=[str(hand.channel), str(two)])
    for _ in range(10):
        assert await hand.feed(campaign, {hand.channel: 0, two: 100}) == 0
        hand.desk.clock.advance(timedelta(seconds=2))
    assert await hand.feed(campaign) == 5


async def test_a_small_campaign_goes_beside_a_large_one(hand: Hand) -> None:
    await hand.meets(*(f"P{n:02}" for n in range(30)))
    await hand.launched(name="Large")
    hand.desk.clock.advance(timedelta(minutes=1))
    await hand.meets("Q1", "Q2", city="Bonn")
    await hand.launched(name="Small", audience=BONN)
    feeder = hand.feeder(room=5)
    for _ in range(4):
        await feeder.step()
        await hand.send(limit=5)
        hand.desk.clock.advance(timedelta(seconds=1))
    assert {"at Q1", "at Q2"} <= {to for to, _ in hand.sent}


async def test_paused_and_then_cancelled_it_is_ended_in_the_outbox(hand: Hand) -> None:
    await hand.meets("Ann")
    campaign = await hand.launched()
    await hand.feed(campaign)
    await hand.desk.must(campaign, "pause")
    await hand.send()
    assert await hand.stands() == {"at Ann": ("held", "paused")}
    await hand.desk.must(campaign, "cancel")
    await hand.feeder().step()
    await hand.send()
    assert await hand.stands() == {"at Ann": ("blocked", "cancelled")}
    assert hand.sent == []


async def test_what_it_is_for_is_settled_when_people_are(hand: Hand) -> None:
    await hand.meets("Ann")
    campaign = await hand.launched()
    assert (await hand.desk.change(campaign, purpose="service")).status == 200
    refused = await hand.desk.do(campaign, "publish")
    assert (refused.status, refused.json["field"]) == (422, "purpose")


async def test_whom_the_outbox_has_already_is_given_nothing(hand: Hand) -> None:
    await hand.meets("Ann")
    campaign = await hand.launched(purpose="service")
    await hand.feed(campaign)

    def again(session: Session) -> None:
        session.execute(update(Recipient).values(state="waiting", message_id=None, due_at=MONDAY))

    await hand.desk.write(again)
    await hand.feed(campaign)
    (row,) = await hand.desk.recipients(campaign)
    assert (row.state, row.why, row.message_id) == ("blocked", "has_it", None)
    of_campaigns = select(Delivery.id).where(col(Delivery.campaign_id).is_not(None))
    assert len(await hand.desk.running.read(lambda s: s.exec(of_campaigns).all())) == 1


async def test_those_who_are_due_are_read_off_an_index_in_its_order(hand: Hand) -> None:
    await hand.meets("Ann")
    campaign = await hand.launched()
    (first,) = await hand.desk.recipients(campaign)
    at, late_at = micros(MONDAY), micros(MONDAY + LASTS)
    columns = (
        *("occurrence_id", "step", "contact_id", "campaign_id", "state", "why", "due_at"),
        *("late_at", "version_id"),
    )
    rows = [
        (first.occurrence_id, 0, n, first.campaign_id, "waiting", "", at, late_at, first.version_id)
        for n in range(1, MANY)
    ]

    def plans(session: Session) -> list[str]:
        insert_rows(session, table_of(Recipient), columns, rows)
        session.execute(text("ANALYZE"))
        now = MONDAY + timedelta(hours=1)
        due = _plan(session, lambda: store.due_people(session, first.campaign_id, now, 100))
        late = _plan(session, lambda: missing.end_late(session, MONDAY + LASTS, 100))
        next_late = _plan(session, lambda: missing.first_late(session))
        first_due = _plan(session, lambda: store.due_campaigns(session))
        return [due, late, next_late, first_due]

    due, late, next_late, first_due = await hand.desk.write(plans)
    assert "campaign_recipient_open" in due
    assert "campaign_recipient_open" in first_due
    assert "Aggregate" not in first_due
    assert "campaign_recipient_late" in late
    assert "campaign_recipient_late" in next_late
    for plan in (due, late, first_due):
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan
        assert "Seq Scan on campaign_recipient" not in plan


async def test_who_is_held_is_found_by_who_they_are(hand: Hand) -> None:
    """Also where others were joined into them."""
    await hand.meets("Ann")
    campaign = await hand.launched()
    (first,) = await hand.desk.recipients(campaign)
    columns = (
        *("occurrence_id", "step", "contact_id", "campaign_id", "state", "why", "due_at"),
        "version_id",
    )
    rows = [
        (first.occurrence_id, 0, n, first.campaign_id, "held", "cap", 0, first.version_id)
        for n in range(1, MANY)
    ]

    def plans(session: Session) -> str:
        insert_rows(session, table_of(Recipient), columns, rows)
        session.execute(text("ANALYZE"))
        return _plan(session, lambda: store.wake(session, [5], ["cap"], MONDAY))

    plan = await hand.desk.write(plans)
    assert "campaign_recipient_held" in plan
    assert "Seq Scan" not in plan
    assert "SCAN campaign_recipient" not in plan


def _plan(session: Session, ask: Callable[[], Any]) -> str:
    """How the database answers the last statement of `ask`."""
    said: list[tuple[str, Any]] = []
    connection = session.connection()

    def hear(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        said.append((statement, parameters))

    def to_driver(session: Session, sql: str, values: Any = (), **how: Any) -> Any:
        said.append((sql, values))
        return execute(session, sql, values, **how)

    event.listen(connection, "before_cursor_execute", hear)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sets, "execute", to_driver)
        ask()
    event.remove(connection, "before_cursor_execute", hear)
    statement, parameters = said[-1]
    explain = "EXPLAIN QUERY PLAN" if session_dialect(session) == "sqlite" else "EXPLAIN"
    rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
    return "\n".join(str(row[-1]) for row in rows)


async def test_a_platform_s_window_comes_from_its_connector(hand: Hand) -> None:
    hub = hand.desk.running.hub
    (channel,) = hub.registry
    day = timedelta(hours=24)
    platform = replace(channel.platform, windows={Purpose.MARKETING: day})
    hub.registry._open[channel.id] = _on(channel, platform)
    assert Workers(hub)._windows(Purpose.MARKETING) == {channel.id: day}
    assert Workers(hub)._windows(Purpose.SERVICE) == {}
    await hand.meets("Ann")
    hand.windows = Workers(hub)._windows
    campaign = await hand.launched()
    await hand.feed(campaign)
    assert await hand.fates(campaign) == {"Ann": ("blocked", "window_closed")}


def _on(channel: OpenChannel, platform: Any) -> OpenChannel:
    return replace(channel, platform=platform)
