"""What is held for a conversation waits for its event, and is not looked at meanwhile."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from campaigns.judging.values import LOOKED_AGAIN
from tests.campaigns.feeding.hand import Hand

STEP = timedelta(seconds=20)
STEPS = 150
WAITS = ("held", "conversation_waits")


async def resolved(hand: Hand, conversation: int) -> None:
    path = f"/api/v1/conversations/{conversation}"
    done = await hand.desk.running.client.ask("PATCH", path, json={"status": "resolved"})
    assert done.status == 200, done.body


async def answered(hand: Hand, conversation: int) -> None:
    reply = await hand.desk.running.client.post(
        f"/conversations/{conversation}/messages", {"text": "Here it is"}
    )
    assert reply.status in (200, 201, 202), reply.body
    assert await hand.send() == 1


ENDS = pytest.mark.parametrize("ends", [resolved, answered])
Ends = Callable[[Hand, int], Awaitable[None]]


@pytest.fixture(autouse=True)
async def at_once(hand: Hand) -> None:
    """An answer holds nobody once it is given, and nobody has had enough."""
    reply = await hand.desk.running.client.ask(
        "PATCH",
        "/api/v1/settings/sending",
        json={"hold_after_answer": 0, "caps": {"day": None, "week": None}},
    )
    assert reply.status == 200, reply.body


@ENDS
async def test_in_the_outbox(hand: Hand, ends: Ends) -> None:
    await hand.meets("Ann")
    campaign = await hand.launched()
    await hand.feed(campaign)
    conversation = await hand.talks("Ann")
    assert await hand.send() == 1
    looks = 0
    for _ in range(STEPS):
        hand.desk.clock.advance(STEP)
        await hand.come_back()
        looks += await hand.send()
    assert looks == 0
    assert await hand.stands() == {"at Ann": WAITS}
    await ends(hand, conversation)
    assert await hand.send() == 1
    assert (await hand.stands())["at Ann"][0] == "sent"


@ENDS
async def test_before_it_is_given(hand: Hand, ends: Ends) -> None:
    await hand.meets("Ann")
    conversation = await hand.talks("Ann")
    campaign = await hand.launched()
    assert await hand.feed(campaign) == 1
    looks = 0
    for _ in range(STEPS):
        hand.desk.clock.advance(STEP)
        looks += await hand.feed(campaign)
    assert looks == 0
    assert await hand.fates(campaign) == {"Ann": WAITS}
    await ends(hand, conversation)
    assert await hand.feed(campaign) == 1
    assert await hand.send() == 1
    assert hand.sent[-1][0] == "at Ann"


async def test_a_bell_that_was_lost_costs_an_hour(hand: Hand) -> None:
    await hand.meets("Ann", "Ben")
    campaign = await hand.launched()
    await hand.talks("Ben")
    await hand.feed(campaign)
    await hand.talks("Ann")
    await hand.send()
    hand.desk.clock.advance(LOOKED_AGAIN)
    assert (await hand.come_back(), await hand.feed(campaign)) == (1, 1)


async def test_what_campaigns_send_answers_nobody(hand: Hand) -> None:
    await hand.meets("Ann")
    first = await hand.launched(hold={"open_conversation": False})
    await hand.feed(first)
    await hand.talks("Ann")
    second = await hand.launched(name="Second")
    await hand.feed(second)
    assert await hand.send() == 1
    assert await hand.feed(second) == 0
    assert await hand.fates(second) == {"Ann": WAITS}
