"""F-30, F-44: caps and quiet hours where several look at once, and clocks that jump."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.campaigns.hand import Hand

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAMES = [f"Person {number}" for number in range(12)]
EACH = {f"at {name}": 1 for name in NAMES}
PATIENCE = timedelta(seconds=2)
"""After which somebody whom another had in hand is looked at again."""


async def _all_at_once(hand: Hand, campaigns: list[str], workers: int = 4) -> None:
    await asyncio.gather(*(hand.feed(one) for one in campaigns))
    await asyncio.gather(*(hand.send(7) for _ in range(workers)))
    hand.desk.clock.advance(PATIENCE)


async def test_ten_campaigns_keep_the_cap(hand: Hand) -> None:
    """Each of the people is to get one a day, whoever is first."""
    await hand.caps(1)
    await hand.meets(*NAMES)
    campaigns = [await hand.launched(name=str(number)) for number in range(10)]
    for _ in range(8):
        await _all_at_once(hand, campaigns)
    assert Counter(hand.sent) == EACH
    hand.desk.clock.advance(DAY)
    for _ in range(8):
        await _all_at_once(hand, campaigns)
    assert Counter(hand.sent) == {at: 2 for at in EACH}


async def test_nothing_begins_in_quiet_hours(hand: Hand) -> None:
    """In mid-run the clock of the people shows eight in the evening: what is left goes on the next day,
    spread over the first minutes."""
    for name in NAMES:
        await hand.desk.lives(name, zone="UTC")
        await hand.address(name)
    campaign = await hand.launched(quiet_hours="organisation")
    assert await hand.feed(campaign) == len(NAMES)
    closes = datetime(2026, 11, 30, 20, tzinfo=UTC)
    hand.desk.clock.advance(closes - hand.desk.clock.now() - timedelta.resolution)
    assert len(await hand.send(5)) == 5
    hand.desk.clock.advance(timedelta.resolution)
    for _ in range(3):
        await _all_at_once(hand, [campaign])
    assert len(hand.sent) == 5
    rows = await hand.rows()
    stands = Counter(reason or state for _, state, reason in rows)
    assert stands == {"sent": 5, "quiet_hours": 7}
    hand.desk.clock.advance(13 * HOUR)
    for _ in range(60):
        await _all_at_once(hand, [campaign])
        hand.desk.clock.advance(timedelta(minutes=1))
    assert Counter(hand.sent) == EACH


@pytest.mark.parametrize(
    "jump",
    [HOUR, -HOUR, DAY, -DAY, datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), 64 * 365 * DAY],
    ids=["an hour on", "an hour back", "a day on", "a day back", "2038", "2090"],
)
async def test_whatever_the_clock_does_nobody_gets_it_twice(
    hand: Hand, jump: timedelta | datetime
) -> None:
    """In mid-run it is set otherwise, and set right again where it was set back. Who is later than a
    campaign allows by then is missed, and told nothing."""
    await hand.meets(*NAMES)
    campaign = await hand.launched()
    await hand.feed(campaign, {hand.channel: 8})
    assert len(await hand.send(5)) == 5
    by = jump - hand.desk.clock.now() if isinstance(jump, datetime) else jump
    hand.desk.clock.advance(by)
    for _ in range(3):
        await _all_at_once(hand, [campaign])
    if by < timedelta():
        hand.desk.clock.advance(-by)
    for _ in range(3):
        await _all_at_once(hand, [campaign])
    got = Counter(hand.sent)
    assert set(got.values()) == {1}
    assert len(got) == (5 if by > 3 * DAY else len(NAMES))
