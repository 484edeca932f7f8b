"""What bounds how much somebody gets, and when: caps and the windows of platforms."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlmodel import Session, col, update

from scrm.contacts.tables import Identity
from scrm.delivery.tables import Delivery
from tests.campaigns.feeding.hand import Hand

HOUR = timedelta(hours=1)
CAPPED = ("held", "cap")


async def test_what_never_went_counts_against_no_cap(hand: Hand) -> None:
    await hand.meets("Ann")
    first = await hand.launched(name="First")
    await hand.feed(first)
    second = await hand.launched(name="Second")
    await hand.feed(second)
    assert await hand.fates(second) == {"Ann": CAPPED}
    await hand.desk.must(first, "cancel")
    assert await hand.send() == 1
    assert hand.sent == []
    assert await hand.feed(second) == 1, "it is looked at at once"
    await hand.send()
    assert len(hand.sent) == 1


@pytest.mark.parametrize("state", ["failed", "blocked", "cancelled", "missed"])
async def test_nor_what_ended_otherwise(hand: Hand, state: str) -> None:
    await hand.meets("Ann")
    first = await hand.launched(name="First")
    await hand.feed(first)
    await hand.desk.write(lambda s: _all_are(s, state))
    second = await hand.launched(name="Second")
    await hand.feed(second)
    await hand.send()
    assert len(hand.sent) == 1


@pytest.mark.parametrize(
    ("state", "stands"),
    [
        ("reserved", CAPPED),
        ("sending", CAPPED),
        ("sent", ("later", "cap")),
        ("unknown", ("later", "cap")),
    ],
)
async def test_what_went_or_may_yet_go_counts(
    hand: Hand, state: str, stands: tuple[str, str]
) -> None:
    await hand.meets("Ann")
    first = await hand.launched(name="First")
    await hand.feed(first)
    await hand.desk.write(lambda s: _all_are(s, state))
    second = await hand.launched(name="Second")
    await hand.feed(second)
    assert await hand.fates(second) == {"Ann": stands}
    assert await hand.send() == 0


async def test_after_it_went_the_next_waits_for_its_day_to_be_over(hand: Hand) -> None:
    await hand.meets("Ann")
    first = await hand.launched(name="First")
    await hand.feed(first)
    second = await hand.launched(name="Second")
    await hand.feed(second)
    await hand.send()
    went = hand.desk.clock.now()
    hand.desk.clock.advance(HOUR)
    await hand.feed(second)
    (row,) = await hand.desk.recipients(second)
    assert (row.state, row.why, row.due_at) == ("later", "cap", went + 24 * HOUR)


def _all_are(session: Session, state: str) -> None:
    session.execute(update(Delivery).values(state=state))


async def _wrote(hand: Hand, name: str, ago: timedelta) -> None:
    def work(session: Session) -> None:
        whose = col(Identity.contact_id) == hand.desk.people[name]
        at = hand.desk.clock.now() - ago
        session.execute(update(Identity).where(whose).values(last_inbound_at=at))

    await hand.desk.write(work)


def _two_days(hand: Hand) -> Mapping[int, timedelta]:
    return {hand.channel: 48 * HOUR}


async def test_outside_the_platform_s_window_nobody_gets_it(hand: Hand) -> None:
    await hand.meets("Ann", "Ben")
    await _wrote(hand, "Ann", 47 * HOUR)
    await _wrote(hand, "Ben", 49 * HOUR)
    hand.windows = lambda _: _two_days(hand)
    campaign = await hand.launched()
    await hand.feed(campaign)
    fates = await hand.fates(campaign)
    assert fates == {"Ann": ("queued", ""), "Ben": ("blocked", "window_closed")}
    hand.desk.clock.advance(2 * HOUR)
    await hand.send()
    assert await hand.stands() == {"at Ann": ("blocked", "window_closed")}
    assert hand.sent == []


async def test_the_feeder_knows_the_windows(hand: Hand) -> None:
    await hand.meets("Ann")
    hand.windows = lambda _: _two_days(hand)
    campaign = await hand.launched()
    await hand.feeder().step()
    assert await hand.fates(campaign) == {"Ann": ("blocked", "window_closed")}
