"""A hub for what no database does in a way of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub


@pytest.fixture
async def lone_hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only, workers=False) as running:
        yield running
