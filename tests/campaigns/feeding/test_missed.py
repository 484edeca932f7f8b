"""Too late to begin, or waiting for too long: then it is missed, and told."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from campaigns.missing import service as missing
from scrm.delivery.holding import service as holding
from scrm.delivery.holding.worker import Holding
from scrm.journal.tables import Event
from scrm.kernel.doorbell import Doorbell
from tests.campaigns.feeding.hand import Hand

HOUR = timedelta(hours=1)
LASTS = 72 * HOUR
MOMENT = timedelta(seconds=1)
TEN = {"at": "2026-12-02T10:00", "zone": "contact"}
EARLIEST, LATEST = "Pacific/Kiritimati", "Pacific/Honolulu"
"""At 14 hours before UTC and 10 behind it: Tuesday 20:00 and Wednesday 20:00."""
TOO_LATE = ("missed", "too_late")


async def told(hand: Hand, kind: str) -> list[dict[str, str]]:
    question = select(Event).where(col(Event.kind) == kind).order_by(col(Event.id))
    return [one.data for one in await hand.desk.running.read(lambda s: s.exec(question).all())]


async def test_a_run_that_could_not_begin_is_told_once(hand: Hand) -> None:
    await hand.meets("Ann")
    campaign = await hand.launched(schedule={"at": "2026-12-01T10:00"})
    await hand.desk.passes(25 * HOUR)
    await hand.desk.passes(HOUR)
    assert await hand.desk.state(campaign) == "missed"
    (run,) = await hand.desk.runs(campaign)
    assert await told(hand, "campaign.missed") == [
        {"campaign_id": campaign, "occurrence_id": str(run.id)}
    ]
    assert (await hand.feed(campaign), await hand.send(), hand.sent) == (0, 0, [])


@pytest.mark.parametrize(("hours", "stands"), [(1, ("given", "")), (2.1, TOO_LATE), (60, TOO_LATE)])
async def test_each_has_a_moment_of_their_own_to_be_late_for(
    hand: Hand, hours: float, stands: tuple[str, str]
) -> None:
    """The hub was away when the clock in Honolulu showed ten, not when that in Kiritimati did."""
    await hand.meets("Ann", zone=EARLIEST)
    await hand.meets("Bob", "Cid", zone=LATEST)
    campaign = await hand.launched(schedule=TEN)
    await hand.desk.passes(32 * HOUR + MOMENT)  # Tuesday 20:00 UTC
    assert await hand.feed(campaign) == 1
    await hand.send()
    hand.desk.clock.advance((24 + hours) * HOUR)
    fed = await hand.feed(campaign)
    fates = await hand.fates(campaign)
    if stands == TOO_LATE:
        assert (fed, fates["Bob"], fates["Cid"]) == (0, TOO_LATE, TOO_LATE)
        assert len(await told(hand, "campaign.missed")) == 1
        assert await hand.desk.state(campaign) == "finished"
        report = await hand.desk.running.client.get(f"/campaigns/{campaign}/report")
        assert (report["missed"], report["missed_by"]) == (2, {"too_late": 2})
    else:
        assert (fed, fates["Bob"][0]) == (2, "queued")
        assert await told(hand, "campaign.missed") == []
    await hand.send()
    assert len(hand.sent) == (1 if stands == TOO_LATE else 3)


async def test_a_moment_that_began_is_not_missed_however_slow_its_channel(hand: Hand) -> None:
    await hand.meets("Ann", "Bob", zone=LATEST)
    campaign = await hand.launched(schedule=TEN)
    await hand.desk.passes(56 * HOUR + MOMENT)
    assert await hand.feed(campaign, {hand.channel: 1}) == 1
    hand.desk.clock.advance(5 * HOUR)
    assert await hand.feed(campaign) == 1
    assert await told(hand, "campaign.missed") == []


async def test_in_slices_each_of_a_moment_is_missed(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missing, "AT_ONCE", 2)
    await hand.meets(*"ABCD", zone=LATEST)
    campaign = await hand.launched(schedule=TEN)
    await hand.desk.passes(40 * HOUR)
    hand.desk.clock.advance(30 * HOUR)
    for _ in range(3):
        assert await hand.feed(campaign) == 0
    assert set((await hand.fates(campaign)).values()) == {TOO_LATE}
    assert len(await told(hand, "campaign.missed")) == 1


async def test_who_waits_for_three_days_is_missed(hand: Hand) -> None:
    """Ann's conversation waits, Ben was never looked at; Cid got it."""
    await hand.meets("Ann", "Ben", "Cid")
    await hand.talks("Ann")
    campaign = await hand.launched()
    room = {hand.channel: 2}
    assert await hand.feed(campaign, room) == 2
    await hand.send()
    hand.desk.clock.advance(LASTS - MOMENT)
    for _ in range(2):
        await hand.feeder(0).step()
    fates = await hand.fates(campaign)
    assert "missed" not in {state for state, _ in fates.values()}
    hand.desk.clock.advance(MOMENT)
    assert await hand.feed(campaign) == 0, "it is too late though nobody has said so yet"
    await hand.feeder(0).step()
    fates = await hand.fates(campaign)
    assert fates["Ann"] == ("missed", "conversation_waits")
    assert fates["Cid"] == TOO_LATE
    assert len(hand.sent) == 1
    assert await hand.desk.state(campaign) == "finished"


async def test_a_campaign_that_may_begin_later_lasts_longer(hand: Hand) -> None:
    await hand.meets("Ann")
    campaign = await hand.launched(max_lateness="5d")
    hand.desk.clock.advance(100 * HOUR)
    assert await hand.feed(campaign) == 1


@pytest.mark.parametrize("ends", ["look", "worker"])
async def test_so_is_what_waits_for_three_days_in_the_outbox(hand: Hand, ends: str) -> None:
    """One is held for a paused campaign; one is queued, for nothing has taken it."""
    await hand.meets("Ann", "Ben")
    campaign = await hand.launched()
    await hand.feed(campaign)
    await hand.desk.must(campaign, "pause")
    await hand.send(limit=1)
    first = next(one for one, stand in (await hand.stands()).items() if stand[0] == "held")
    other = ({"at Ann", "at Ben"} - {first}).pop()
    hand.desk.clock.advance(10 * 24 * HOUR)
    if ends == "worker":
        await _holding(hand).step()
    else:
        await hand.desk.must(campaign, "resume")
        await hand.feeder().step()
        await hand.send()
    expected = "paused" if ends == "worker" else "too_late"  # it was let go before
    assert await hand.stands() == {first: ("missed", expected), other: TOO_LATE}
    assert hand.sent == []
    assert [one["reason"] for one in await told(hand, "delivery.blocked")].count("too_late") >= 1
    assert len(await told(hand, "delivery.blocked")) == 2
    await hand.desk.must(campaign, "resume")
    assert await hand.desk.state(campaign) == "finished"


async def test_what_is_held_for_good_comes_back_when_it_is_too_late(hand: Hand) -> None:
    await hand.meets("Ann")
    campaign = await hand.launched()
    await hand.feed(campaign)
    await hand.desk.must(campaign, "pause")
    await hand.send()
    late = hand.desk.clock.now() + LASTS
    assert await hand.desk.running.read(holding.next_due) == late
    assert await hand.desk.running.read(holding.first_late) == late


def _holding(hand: Hand) -> Holding:
    bell = Doorbell()
    bell.close()
    return Holding(hand.desk.running.hub.database, hand.desk.clock, bell)


async def test_one_whose_people_are_all_missed_reads_so(hand: Hand) -> None:
    await hand.meets("Ann", "Bob", zone=LATEST)
    campaign = await hand.launched(schedule=TEN)
    await hand.desk.passes(32 * HOUR + MOMENT)
    hand.desk.clock.advance(60 * HOUR)
    await hand.feed(campaign)
    assert await hand.fates(campaign) == {"Ann": TOO_LATE, "Bob": TOO_LATE}
    assert await hand.desk.state(campaign) == "missed"
    await hand.desk.change(campaign, schedule="now")
    await hand.desk.must(campaign, "launch")
    await hand.desk.settle()
    assert await hand.feed(campaign) == 2
    assert await hand.desk.state(campaign) == "running"
