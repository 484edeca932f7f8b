"""F-03: the hub dies in mid-campaign. Everybody gets it once, or it says why not; nobody twice."""

import random
from collections import Counter
from collections.abc import Callable
from itertools import repeat

import pytest
from sqlmodel import col, select

from campaigns.tables import Recipient
from scrm.delivery.tables import Delivery
from scrm.delivery.worker import MOST_SENDING
from tests.faults.campaigning import Trial, points
from tests.support.cast import crowd
from tests.support.databases import Place
from tests.support.nursery import Nursery
from tests.support.platform import Platform
from tests.support.process import hub_process

PEOPLE = crowd(24)
PROVES_NOTHING = (("status before 503", 0.04), ("hang after", 0.03), ("reset after", 0.03))


def _misbehaves(platform: Platform) -> None:
    for fault, share in (*PROVES_NOTHING, ("flood 1", 0.02)):
        platform.faults.rate(fault, share, ["sendMessage"])


@pytest.mark.timeout(900)
async def test_kills_at_every_point_double_and_lose_nothing(
    killed_place: Place,
    nurse: Nursery,
    platform: Platform,
    dice: random.Random,
    times: Callable[[int, int], int],
) -> None:
    _misbehaves(platform)
    async with hub_process(killed_place, nurse, platform.channel()) as hub:
        trial = Trial(hub, platform, PEOPLE, dice)
        found = await trial.kill(points(dice), times(20, 200))
    assert found.violations == []
    fates = _fates(killed_place)
    assert fates.keys() <= {"sent", "unknown"}, "each person of each campaign, and nothing else"
    named = {fault for fault, _ in PROVES_NOTHING}
    ambiguous = [one for one in platform.log.calls("sendMessage") if one.get("fault") in named]
    assert fates["unknown"] <= found.kills * MOST_SENDING + len(ambiguous)
    assert fates["sent"] > 0


KILLED = {
    "requeue-on-timeout": ("send.after_response=exit", {"I5", "I6"}),
    "mark-finished-first": ("campaigns.given=exit", {"I11"}),
}
"""Where each dies, and what does not hold then."""


@pytest.mark.parametrize("mutant", KILLED)
async def test_the_kills_expose(
    mutant: str, killed_place: Place, nurse: Nursery, platform: Platform, dice: random.Random
) -> None:
    at, broken = KILLED[mutant]
    async with hub_process(killed_place, nurse, platform.channel(), mutant=mutant) as hub:
        found = await Trial(hub, platform, PEOPLE, dice).kill(repeat(at), 8)
    assert found.violations
    assert {one.split(":")[0] for one in found.violations} <= broken


def _fates(place: Place) -> Counter[str]:
    """Of everybody who was frozen into an audience."""
    question = select(Recipient.state, Delivery.state).outerjoin(
        Delivery, col(Delivery.message_id) == col(Recipient.message_id)
    )
    with place.reading() as session:
        return Counter(sent or state for state, sent in session.exec(question))
