"""Two people who may be one, on each kind of database."""

import pytest

from tests.scrm.joining.people import Pair, met
from tests.support.scene import Scene


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    return await met(scene)
