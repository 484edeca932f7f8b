"""A campaign that serves people goes in another lane than one that advertises, and stands as any other."""

import pytest

from tests.campaigns.conftest import Desk
from tests.campaigns.hand import Hand, at_hand


@pytest.fixture
async def hand(desk: Desk) -> Hand:
    return await at_hand(desk)


@pytest.mark.parametrize("state", ["queued", "reserved", "sending", "held"])
async def test_it_is_not_finished_while_something_is_in_the_outbox(hand: Hand, state: str) -> None:
    campaign = await hand.fed("Ann", purpose="service")
    await hand.put("at Ann", state)
    assert await hand.desk.state(campaign) == "running"
    await hand.put("at Ann", "sent")
    assert await hand.desk.state(campaign) == "finished"


async def test_cancelled_nothing_more_of_it_goes(hand: Hand) -> None:
    campaign = await hand.fed("Ann", purpose="service")
    assert (await hand.desk.must(campaign, "cancel"))["state"] == "cancelled"
    assert await hand.send() == []
    assert await hand.rows() == [("at Ann", "blocked", "cancelled")]
