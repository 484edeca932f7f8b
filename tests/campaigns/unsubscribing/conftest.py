"""What tests of links that end marketing share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.campaigns.shop import open_shop
from tests.campaigns.unsubscribing.stopper import HUB, Stopper
from tests.support.databases import Place


@pytest.fixture
async def stopper(place: Place, tmp_path: Path) -> AsyncIterator[Stopper]:
    async with open_shop(place, tmp_path, public_url=HUB) as opened:
        body = {"caps": {"day": None, "week": None}}
        client = opened.running.client
        reply = await client.ask("PATCH", "/api/v1/settings/sending", json=body)
        assert reply.status == 200, reply.body
        yield Stopper(opened)
