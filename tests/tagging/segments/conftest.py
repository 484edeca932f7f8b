"""A hub whose workers rest, and its actors."""

from collections.abc import AsyncIterator

import pytest

from tests.support.actors import Actors
from tests.support.databases import Place
from tests.support.hub import running_hub
from tests.tagging.rules.conftest import bench as bench


@pytest.fixture
async def actors(sqlite_only: Place) -> AsyncIterator[Actors]:
    async with running_hub(sqlite_only, workers=False) as running:
        yield Actors(running)
