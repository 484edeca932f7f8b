"""F-04: the hub dies while it sends. Nothing is sent twice; what nobody knows is `unknown`."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
from sqlmodel import select

from scrm.delivery.tables import Attempt, Delivery
from tests.faults.replying import at_random, by_itself, kill_while_it_answers
from tests.support.cast import crowd
from tests.support.databases import Place
from tests.support.nursery import Nursery
from tests.support.platform import Platform
from tests.support.process import hub_process

PEOPLE = crowd(8)


@pytest.mark.timeout(400)
async def test_what_the_platform_took_before_we_died_is_unknown_and_never_sent_again(
    killed_place: Place, nurse: Nursery, platform: Platform, times: Callable[[int, int], int]
) -> None:
    """Each death comes between the platform's 200 and our commit."""
    deaths = times(40, 200)
    async with hub_process(killed_place, nurse, platform.channel()) as hub:
        hub.failpoints = "send.after_response=exit"
        found = await kill_while_it_answers(hub, platform, PEOPLE, deaths, by_itself)
    assert found.violations == []
    states = states_of(killed_place)
    assert states["unknown"] >= deaths
    assert states.keys() == {"unknown", "sent"}
    assert attempts_of(killed_place) == {"crashed": states["unknown"], "sent": states["sent"]}


@pytest.mark.timeout(400)
async def test_kills_at_random_moments_double_nothing(
    killed_place: Place,
    nurse: Nursery,
    platform: Platform,
    dice: random.Random,
    times: Callable[[int, int], int],
) -> None:
    """Beside the kills, the platform hangs, resets and floods now and then."""
    for fault, share in (("hang after", 0.03), ("reset after", 0.03), ("flood 1", 0.05)):
        platform.faults.rate(fault, share, ["sendMessage"])
    death = at_random(dice, 0.5)
    async with hub_process(killed_place, nurse, platform.channel()) as hub:
        found = await kill_while_it_answers(hub, platform, PEOPLE, times(20, 200), death)
    assert found.violations == []
    assert states_of(killed_place).keys() <= {"unknown", "sent"}


async def test_sending_again_what_timed_out_is_exposed(
    killed_place: Place, nurse: Nursery, platform: Platform, dice: random.Random
) -> None:
    platform.faults.rate("hang after", 0.05, ["sendMessage"])
    mutant = "requeue-on-timeout"
    async with hub_process(killed_place, nurse, platform.channel(), mutant=mutant) as hub:
        found = await kill_while_it_answers(hub, platform, PEOPLE, 40, at_random(dice, 2.0))
    assert found.violations
    assert {one[:2] for one in found.violations} <= {"I5", "I6"}  # twice, or about to be


def states_of(place: Place) -> Counter[str]:
    with place.reading() as session:
        return Counter(session.exec(select(Delivery.state)).all())


def attempts_of(place: Place) -> Counter[str]:
    with place.reading() as session:
        return Counter(session.exec(select(Attempt.outcome)).all())
