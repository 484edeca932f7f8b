"""What is so once two people who were taken for one are two again."""

import hashlib

from sqlmodel import select

from campaigns.feeding.service import Feeding
from campaigns.links import store as links
from campaigns.links.service import Shortener
from scrm.delivery.tables import Delivery
from tests.campaigns.hand import Hand

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
    assert await hand.fates(campaign) == {"Ben": ("waiting", "")}
    assert await hand.desk.running.read(lambda s: links.followed(s, message, 1)) == before
    assert (before.url, before.contact_id) == (SHOP, hand.desk.people["Ann"])
