"""A desk with somebody who feeds and sends step by step."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.campaigns.conftest import MONDAY, Desk
from tests.campaigns.hand import Hand, at_hand
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.hub import running_hub
from tests.support.postgres import PostgresServer


@pytest.fixture
async def hand(desk: Desk) -> Hand:
    return await at_hand(desk)


@pytest.fixture
async def crowded(postgres: PostgresServer, tmp_path: Path) -> AsyncIterator[Hand]:
    """On a database with many writers."""
    clock = HandClock(MONDAY)
    with postgres.database() as url:
        place = Place("postgresql", tmp_path / "data", url)
        async with running_hub(place, clock=clock, workers=False) as running:
            yield await at_hand(Desk(running, clock))
