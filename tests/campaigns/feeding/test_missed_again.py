"""What went to somebody never goes to all again, and what went to nobody may."""

from datetime import timedelta

from campaigns.missing import service as missing
from tests.campaigns.feeding.hand import Hand

HOUR = timedelta(hours=1)


async def _ends_late(hand: Hand) -> None:
    hand.desk.clock.advance(80 * HOUR)
    await hand.desk.write(lambda s: missing.end_late(s, hand.desk.clock.now()))


async def test_a_resend_that_was_missed_lets_nobody_launch_it_to_all_again(hand: Hand) -> None:
    await hand.meets("Ann", "Bob")
    campaign = await hand.launched()
    await hand.feed(campaign)
    await hand.send()
    await hand.desk.delivers("failed", of="Bob")
    await hand.desk.must(campaign, "resend", resend="failed")
    await hand.desk.must(campaign, "pause")
    await _ends_late(hand)
    assert await hand.desk.state(campaign) == "finished"
    await hand.desk.change(campaign, message={"text": "Hello"})
    await hand.desk.must(campaign, "launch")
    assert await hand.feed(campaign) == 0
    assert sorted(where for where, _ in hand.sent) == ["at Ann", "at Bob"]


async def test_before_it_is_launched_again_pre_flight_asks_about_all_of_them(hand: Hand) -> None:
    await hand.meets("Ann", "Bob")
    planned = {"at": "2026-12-02T10:00", "zone": "contact"}
    campaign = await hand.launched(schedule=planned)
    await hand.desk.passes(32 * HOUR + timedelta(seconds=1))
    hand.desk.clock.advance(40 * HOUR)
    await hand.feed(campaign)
    assert await hand.desk.state(campaign) == "missed"
    assert (await hand.desk.change(campaign, schedule="now")).status == 200
    told = await hand.desk.must(campaign, "preflight")
    assert (told["audience"], told["is_frozen"]) == (2, False)
    await hand.desk.must(campaign, "launch")
    await hand.feed(campaign)
    await hand.send()
    assert len(hand.sent) == told["audience"]
