"""F-22, P10: pauses, stops and cancels in mid-campaign. Nothing begins behind one, nobody gets it
twice, and nothing is called finished before it is."""

import asyncio
import random
from collections.abc import Callable

import pytest
from sqlmodel import col, func, select

from scrm.delivery.tables import Attempt, Delivery
from scrm.delivery.values import DeliveryState
from tests.faults.campaigning import Marketer, at_rest, met, under_way
from tests.faults.killing import DRAINED_WITHIN, LOOK_AGAIN
from tests.support.cast import crowd
from tests.support.databases import Place
from tests.support.invariants import violations
from tests.support.nursery import Nursery
from tests.support.platform import Platform
from tests.support.process import HubProcess, hub_process

PEOPLE = crowd(40)
RATE = 60.0
"""Messages a second: the sender stands in its rate's window at nearly every toggle."""
IN_HAND = (DeliveryState.RESERVED, DeliveryState.SENDING)


@pytest.mark.timeout(900)
async def test_toggles_double_nothing_and_let_nothing_through(
    killed_place: Place,
    nurse: Nursery,
    platform: Platform,
    dice: random.Random,
    times: Callable[[int, int], int],
) -> None:
    place = killed_place
    async with hub_process(place, nurse, platform.channel(rate=RATE)) as hub:
        await met(hub, platform, PEOPLE)
        marketer = Marketer(hub)
        for _ in range(times(20, 200)):
            if not under_way(place):
                await marketer.launch(f"Campaign {len(marketer.launched)}")
            campaign = marketer.launched[-1]
            of_one = f"/campaigns/{campaign}"
            holds, goes = dice.choice(
                [(f"{of_one}/pause", f"{of_one}/resume"), ("/campaigns/stop", "/campaigns/go")]
            )
            await _some_more(place, dice.randint(0, 5))
            await marketer.post(holds, {})
            await _nothing_begins(place)
            assert violations(place, log=platform.log) == []
            await marketer.post(goes, {})
        await at_rest(place)
        for campaign in marketer.launched:
            assert await _state(hub, campaign) == "finished"
    assert violations(place, log=platform.log, drained=True) == []
    assert len(platform.log.texts()) == len(PEOPLE) * len(marketer.launched)


async def test_after_a_cancel_nothing_begins(
    place: Place, nurse: Nursery, platform: Platform
) -> None:
    async with hub_process(place, nurse, platform.channel(rate=RATE)) as hub:
        await met(hub, platform, PEOPLE)
        marketer = Marketer(hub)
        await marketer.launch("Campaign")
        await _some_more(place, 5)
        await marketer.post(f"/campaigns/{marketer.launched[0]}/cancel", {})
        await _nothing_begins(place)
        await at_rest(place)
        assert await _state(hub, marketer.launched[0]) == "cancelled"
        report = await hub.client.get(f"/campaigns/{marketer.launched[0]}/report")
    assert violations(place, log=platform.log, drained=True) == []
    assert 0 < len(platform.log.texts()) < len(PEOPLE)
    assert report["audience"] == len(PEOPLE)
    assert report["sent"] == len(platform.log.texts())


async def _state(hub: HubProcess, campaign: str) -> str:
    found: str = (await hub.client.get(f"/campaigns/{campaign}"))["state"]
    return found


def _begun(place: Place) -> int:
    """What is on record before the platform is told."""
    with place.reading() as session:
        return int(session.exec(select(func.count()).select_from(Attempt)).one())


async def _some_more(place: Place, number: int) -> None:
    """Until so many more have begun, or there are no more."""
    before = _begun(place)
    async with asyncio.timeout(DRAINED_WITHIN):
        while _begun(place) < before + number and under_way(place):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_AGAIN)


async def _nothing_begins(place: Place) -> None:
    """From here on, until those in hand are put aside and those on their way have ended."""
    before = _begun(place)
    in_hand = select(Delivery.id).where(col(Delivery.state).in_(IN_HAND)).limit(1)
    async with asyncio.timeout(DRAINED_WITHIN):
        while True:
            with place.reading() as session:
                if not session.exec(in_hand).all():
                    break
            await asyncio.sleep(LOOK_AGAIN)
    assert _begun(place) == before


async def test_deaths_give_a_channel_no_burst(
    killed_place: Place, nurse: Nursery, platform: Platform
) -> None:
    """F-31: all of it takes as long as the rate wants, however often the hub begins anew."""
    place, deaths = killed_place, 3
    async with hub_process(place, nurse, platform.channel(rate=RATE)) as hub:
        await met(hub, platform, PEOPLE)
        marketer = Marketer(hub)
        await marketer.launch("Campaign")
        for _ in range(deaths):
            await _some_more(place, 5)
            await hub.kill()
            await hub.start()
        await at_rest(place)
    assert violations(place, log=platform.log, drained=True) == []
    at = [one["at"] for one in platform.log.calls("sendMessage")]
    assert max(at) - min(at) > (len(at) - 1 - deaths) / RATE * 0.95
