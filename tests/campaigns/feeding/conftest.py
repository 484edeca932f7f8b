"""A hand that feeds and sends, for people who wrote to us."""

import pytest
from sqlmodel import Session, update

from scrm.channels.tables import Channel
from tests.campaigns.conftest import Desk
from tests.campaigns.feeding.hand import Hand


@pytest.fixture
async def hand(desk: Desk) -> Hand:
    def basis(session: Session) -> None:
        session.execute(update(Channel).values(marketing_basis="wrote_to_us"))

    await desk.write(basis)
    return Hand(desk)
