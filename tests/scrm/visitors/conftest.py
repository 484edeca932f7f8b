"""A hub with one website chat, on each kind of database."""

from collections.abc import AsyncIterator

import pytest

from tests.support.chat import Chat, chatting
from tests.support.databases import Place


@pytest.fixture
async def chat(place: Place) -> AsyncIterator[Chat]:
    async with chatting(place) as ready:
        yield ready


@pytest.fixture
async def quick(sqlite_only: Place) -> AsyncIterator[Chat]:
    """Where the kind of database does not matter."""
    async with chatting(sqlite_only) as ready:
        yield ready
