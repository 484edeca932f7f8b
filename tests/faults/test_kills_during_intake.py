"""F-01: kill -9 while events come in. Nothing acknowledged is lost, nothing is there twice."""

import random
from collections.abc import Callable

import pytest

from tests.faults.killing import kill_while_it_takes_in
from tests.support.databases import Place
from tests.support.hub import NOWHERE, channel_settings
from tests.support.nursery import Nursery
from tests.support.process import hub_process

CHANNEL = channel_settings(NOWHERE)


@pytest.mark.timeout(400)
async def test_webhooks_survive_kills(
    sqlite_only: Place, nurse: Nursery, dice: random.Random, times: Callable[[int, int], int]
) -> None:
    async with hub_process(sqlite_only, nurse, CHANNEL) as hub:
        found = await kill_while_it_takes_in(hub, times(40, 200), dice)
    assert found.violations == []
    assert found.refused == []


@pytest.mark.parametrize("mutant", ["ack-before-commit", "dedupe-in-memory"])
async def test_the_kills_expose(
    mutant: str, sqlite_only: Place, nurse: Nursery, dice: random.Random
) -> None:
    async with hub_process(sqlite_only, nurse, CHANNEL, mutant=mutant) as hub:
        found = await kill_while_it_takes_in(hub, 40, dice)
    assert found.violations
