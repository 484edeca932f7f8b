"""Who can only be reached on a channel that is paused waits for it, and is in nobody's way."""

import pytest

from campaigns.feeding import service, worker
from campaigns.feeding.worker import Feeder
from campaigns.judging.values import LOOKED_AGAIN
from scrm.channels.values import ChannelState
from scrm.kernel.doorbell import Doorbell
from tests.campaigns.feeding.hand import Hand

HELD = ("held", "channel_paused")


async def _on_both(hand: Hand) -> tuple[str, int]:
    """A campaign for people who live on a channel that is paused, and for Zoe."""
    paused = await hand.other_channel(ChannelState.PAUSED)
    await hand.meets("Ann", "Ben", "Cy", channel=paused)
    await hand.meets("Zoe")
    campaign = await hand.launched(channels=[str(hand.channel), str(paused)])
    return campaign, paused


async def test_they_hold_up_nobody(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PORTION", 2)
    campaign, _ = await _on_both(hand)
    assert [await hand.feed(campaign) for _ in range(3)] == [2, 2, 0]
    fates = await hand.fates(campaign)
    assert fates == dict.fromkeys(("Ann", "Ben", "Cy"), HELD) | {"Zoe": ("queued", "")}
    hand.desk.clock.advance(LOOKED_AGAIN)
    assert await hand.feed(campaign) == 2, "an hour later they are looked at again"


async def test_they_are_looked_at_when_it_works_again(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "AT_ONCE", 2)
    campaign, paused = await _on_both(hand)
    bell, ahead = Doorbell(), {hand.channel: 100}
    bell.close()
    hub = hand.desk.running.hub
    feeder = Feeder(hub.database, hand.desk.clock, bell, hand.feeding, lambda: dict(ahead))
    await feeder.step()
    await feeder.step()
    assert (await hand.fates(campaign))["Ann"] == HELD
    ahead[paused] = 100
    await feeder.step()
    assert set((await hand.fates(campaign)).values()) == {("queued", "")}


async def test_where_the_channel_is_full_they_only_wait_for_room(hand: Hand) -> None:
    await hand.meets("Ann", "Ben")
    campaign = await hand.launched()
    await hand.feed(campaign, {hand.channel: 1})
    assert ("held", "channel_paused") not in (await hand.fates(campaign)).values()
