"""What is so once two people who were taken for one are two again."""

import hashlib
from datetime import timedelta

from sqlmodel import select

from campaigns.feeding.service import Feeding
from campaigns.links import store as links
from campaigns.links.service import Shortener
from scrm.delivery.tables import Delivery
from tests.campaigns.hand import Hand

HOUR = timedelta(hours=1)
SHOP = "https://shop.example/tea"


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def test_links_that_went_lead_on(hand: Hand) -> None:
    """Ben's campaign went to Ann's address, and he is to get it anew."""
    await hand.meets("Ann", city="Bonn")
    await hand.meets("Ben")
    campaign = await hand.launched(message={"text": f"See {SHOP}"})
    joining = await hand.join("Ann", "Ben")
    now, shortener = hand.desk.clock.now(), Shortener("https://hub.example", _hashed)
    feeding = Feeding(hand.versions, shortener)
    await hand.desk.write(lambda s: feeding.feed(s, int(campaign), {hand.channel: 100}, now))
    assert await hand.send() == ["at Ann"]
    (message,) = await hand.desk.running.read(lambda s: s.exec(select(Delivery.message_id)).all())
    before = await hand.desk.running.read(lambda s: links.followed(s, message, 1))
    assert before is not None
    await hand.part(joining)
    assert await hand.fates(campaign) == {"Ben": ("later", "")}
    assert await hand.desk.running.read(lambda s: links.followed(s, message, 1)) == before
    assert (before.url, before.contact_id) == (SHOP, hand.desk.people["Ann"])


async def test_at_the_time_of_each_person_nobody_is_missed_for_it(hand: Hand) -> None:
    """Their moment had begun; that others' moments came meanwhile changes nothing."""
    await hand.caps(None)
    await hand.meets("Zed", "Ann", "Ben")
    at = (hand.desk.clock.now() + HOUR).strftime("%Y-%m-%dT%H:%M")
    campaign = await hand.launched(schedule={"at": at, "zone": "contact"}, max_lateness="1h")
    await hand.desk.passes(HOUR)
    joining = await hand.join("Ann", "Ben")
    for _ in range(4):  # one by one, so that a moment lies between them
        await hand.feed(campaign, {hand.channel: 1})
        await hand.send()
        hand.desk.clock.advance(timedelta(seconds=10))
    hand.desk.clock.advance(3 * HOUR)
    await hand.part(joining)
    await hand.feed(campaign)
    await hand.send()
    assert {state for state, _ in (await hand.fates(campaign)).values()} == {"given"}
    assert sorted(hand.sent) == ["at Ann", "at Ben", "at Zed"]


async def test_what_was_cancelled_when_it_was_finished_goes_to_nobody_more(hand: Hand) -> None:
    await hand.meets("Ann", city="Bonn")
    await hand.meets("Ben")
    campaign = await hand.launched()
    joining = await hand.join("Ann", "Ben")
    await hand.feed(campaign)
    assert await hand.send() == ["at Ann"]
    assert await hand.desk.state(campaign) == "finished"
    await hand.desk.must(campaign, "cancel")
    await hand.part(joining)
    await hand.feed(campaign)
    assert await hand.send() == []
    await hand.desk.settle()
    assert await hand.fates(campaign) == {"Ben": ("cancelled", "")}
    assert await hand.desk.state(campaign) == "cancelled"
