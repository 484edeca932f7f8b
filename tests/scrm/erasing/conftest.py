"""Two people, on each kind of database."""

from collections.abc import AsyncIterator

import pytest

from tests.scrm.joining.people import Pair, met
from tests.support.chat import Chat, chatting
from tests.support.databases import Place
from tests.support.scene import Scene


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    return await met(scene)


@pytest.fixture
async def chat(place: Place) -> AsyncIterator[Chat]:
    async with chatting(place) as ready:
        yield ready
