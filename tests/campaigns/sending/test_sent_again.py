"""What failed is sent again by the campaign or by a colleague, and never by both."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from campaigns.resending.policy import first_of
from campaigns.resending.values import Run
from campaigns.tables import Occurrence, Recipient
from scrm.delivery import service as delivery
from scrm.delivery.tables import Delivery
from tests.campaigns.hand import Hand
from tests.support.hub import Reply


async def _resend(hand: Hand, at: str, *, last: bool = False) -> Reply:
    """A colleague presses the button at what failed there."""
    question = select(Delivery.id).where(col(Delivery.recipient) == at).order_by(col(Delivery.id))
    ids = await hand.desk.running.read(lambda s: list(s.exec(question)))
    return await hand.desk.running.client.post(f"/deliveries/{ids[-1 if last else 0]}/resend", {})


async def _failed(hand: Hand, *names: str) -> str:
    campaign = await hand.fed(*names)
    await hand.send()
    hand.sent.clear()
    for name in names:
        await hand.put(f"at {name}", "failed", "refused")
    hand.desk.clock.advance(timedelta(days=2))
    return campaign


async def test_who_presses_while_the_campaign_sends_again_is_told(hand: Hand) -> None:
    campaign = await _failed(hand, "Ann")
    await hand.desk.must(campaign, "resend", resend="failed")
    for fed in (False, True):
        if fed:
            assert await hand.feed(campaign) == 1
        told = await _resend(hand, "at Ann")
        assert (told.status, told.json["code"]) == (409, "resend_under_way")
    assert await hand.send() == ["at Ann"]
    told = await _resend(hand, "at Ann")
    assert (told.status, told.json["code"]) == (409, "sent_already")
    assert await hand.send() == []


async def test_also_where_the_run_is_frozen_behind(hand: Hand) -> None:
    campaign = await _failed(hand, "Ann")
    await hand.desk.must(campaign, "resend", resend="failed")

    def unfrozen(session: Session) -> None:
        run = session.exec(select(Occurrence).where(col(Occurrence.key).like("resend%"))).one()
        for one in session.exec(select(Recipient).where(Recipient.occurrence_id == run.id)):
            session.delete(one)
        run.frozen_at = None
        session.add(run)

    await hand.desk.write(unfrozen)
    assert (await _resend(hand, "at Ann")).json["code"] == "resend_under_way"


async def test_what_a_colleague_sent_again_the_campaign_leaves_out(hand: Hand) -> None:
    campaign = await _failed(hand, "Ann", "Ben")
    assert (await _resend(hand, "at Ann")).status == 200
    refused = await hand.desk.do(campaign, "resend", resend="failed")
    assert refused.json["code"] == "campaign_live"
    assert await hand.send() == ["at Ann"]
    await hand.desk.must(campaign, "resend", resend="failed")
    assert await hand.feed(campaign) == 1
    assert await hand.send() == ["at Ben"]


async def test_what_proves_to_have_come_is_not_sent_again(hand: Hand) -> None:
    campaign = await _failed(hand, "Ann")
    await hand.desk.must(campaign, "resend", resend="failed")
    assert await hand.feed(campaign) == 1
    first = select(Delivery).order_by(col(Delivery.id)).limit(1)

    def proved(session: Session) -> None:
        session.exec(first).one().state = "delivered"

    await hand.desk.write(proved)
    assert await hand.send() == []
    assert ("at Ann", "blocked", "already") in await hand.rows()


async def test_a_run_that_failed_too_may_be_sent_by_hand_once(hand: Hand) -> None:
    campaign = await _failed(hand, "Ann")
    await hand.desk.must(campaign, "resend", resend="failed")
    await hand.feed(campaign)
    await hand.send()
    await hand.put("at Ann", "failed", "refused")
    hand.desk.clock.advance(timedelta(days=2))
    hand.sent.clear()
    assert (await _resend(hand, "at Ann")).status == 200
    assert (await _resend(hand, "at Ann", last=True)).json["code"] == "resend_under_way"
    assert await hand.send() == ["at Ann"]
    assert (await _resend(hand, "at Ann", last=True)).json["code"] == "sent_already"


async def test_who_turned_out_to_be_another_counts_as_them(hand: Hand) -> None:
    await _failed(hand, "Ann", "Ben")
    await hand.join("Ann", "Ben")
    assert (await _resend(hand, "at Ben")).status == 200
    assert (await _resend(hand, "at Ann")).json["code"] == "resend_under_way"
    assert await hand.send() == ["at Ben"], "it is looked at as theirs who has the address now"


async def test_who_does_both_at_once_sends_one(hand: Hand) -> None:
    campaign = await _failed(hand, "Ann")
    await asyncio.gather(hand.desk.do(campaign, "resend", resend="failed"), _resend(hand, "at Ann"))
    await hand.feed(campaign)
    for _ in range(3):
        await hand.send()
        hand.desk.clock.advance(timedelta(days=2))
    assert hand.sent == ["at Ann"]


async def test_even_where_nobody_asked_first_one_goes(hand: Hand) -> None:
    campaign = await _failed(hand, "Ann")
    await hand.desk.must(campaign, "resend", resend="failed")
    await hand.feed(campaign)
    now = hand.desk.clock.now()
    first = await hand.desk.running.read(
        lambda s: s.exec(select(Delivery.id).order_by(col(Delivery.id)).limit(1)).one()
    )
    await hand.desk.write(lambda s: delivery.resend(s, first, "me", now))
    for _ in range(3):
        await hand.send()
        hand.desk.clock.advance(timedelta(days=2))
    assert hand.sent == ["at Ann"]
    assert sorted(row[1:] for row in await hand.rows()) == [("blocked", "already"), ("sent", "")]


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        (["now:1", "resend:1:failed"], [1, 1]),
        (["now:1", "resend:1:unread"], [1, 2]),
        (["now:1", "resend:1:failed", "resend:2:failed"], [1, 1, 1]),
        (["2026-01-01T10:00", "now:2", "resend:2:failed"], [1, 2, 2]),
        (["now:1", "resend:1:unread", "resend:2:failed"], [1, 2, 2]),
    ],
)
def test_runs_that_send_the_same(keys: list[str], first: list[int]) -> None:
    runs = [Run(7, number, key, None, None) for number, key in enumerate(keys, start=1)]
    assert [first_of(runs)[one.id] for one in runs] == first
