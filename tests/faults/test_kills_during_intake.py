"""F-01: kill -9 while events come in. Nothing acknowledged is lost, nothing is there twice."""

import asyncio
import random
from collections.abc import Callable
from itertools import count

import pytest

from config.sandbox.telegram import Phone
from tests.faults.killing import LONGEST_LIFE, SENDERS, drained, kill_while_it_takes_in
from tests.support.cast import crowd
from tests.support.databases import Place
from tests.support.hub import NOWHERE, channel_settings
from tests.support.invariants import violations
from tests.support.nursery import Nursery
from tests.support.platform import Platform
from tests.support.process import hub_process

CHANNEL = channel_settings(NOWHERE)


@pytest.mark.timeout(400)
async def test_webhooks_survive_kills(
    killed_place: Place, nurse: Nursery, dice: random.Random, times: Callable[[int, int], int]
) -> None:
    async with hub_process(killed_place, nurse, CHANNEL) as hub:
        found = await kill_while_it_takes_in(hub, times(40, 200), dice)
    assert found.violations == []
    assert found.refused == []


@pytest.mark.parametrize("mutant", ["ack-before-commit", "dedupe-in-memory"])
async def test_the_kills_expose(
    mutant: str, killed_place: Place, nurse: Nursery, dice: random.Random
) -> None:
    async with hub_process(killed_place, nurse, CHANNEL, mutant=mutant) as hub:
        found = await kill_while_it_takes_in(hub, 40, dice)
    assert found.violations


@pytest.mark.timeout(400)
async def test_polling_survives_kills(
    killed_place: Place,
    nurse: Nursery,
    platform: Platform,
    dice: random.Random,
    times: Callable[[int, int], int],
) -> None:
    """The cursor is kept in the commit that applies; the platform drops what it believes taken."""
    phones = [platform.phone(person) for person in crowd(SENDERS)]
    async with hub_process(killed_place, nurse, platform.channel()) as hub:
        await hub.start()
        writing = asyncio.create_task(_write(phones, dice))
        for _ in range(times(15, 200)):
            await asyncio.sleep(dice.random() * LONGEST_LIFE)
            await hub.kill()
            assert violations(killed_place, acknowledged=_taken(platform)) == []
            await hub.start()
        writing.cancel()
        async with asyncio.timeout(60):
            while len(_taken(platform)) < len(platform.log.updates()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await drained(killed_place)
    assert platform.log.dropped() == {}
    assert violations(killed_place, acknowledged=_taken(platform), drained=True) == []


async def _write(phones: list[Phone], dice: random.Random) -> None:
    for number in count(1):
        phone = dice.choice(phones)
        phone.write(f"{phone.person.id} writes {number}")
        await asyncio.sleep(0.005)  # the pace of a crowd, not a wait


def _taken(platform: Platform) -> dict[str, str]:
    """What the platform believes that we have, by its own log."""
    updates = platform.log.updates()
    return {str(one): updates[one]["text"] for one in platform.log.acknowledged()}
