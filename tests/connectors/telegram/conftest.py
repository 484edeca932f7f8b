from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from connectors._http import Patience
from connectors.telegram.connector import TelegramConnector
from connectors.telegram.settings import TelegramSettings
from scrm.conformance.wire import Wire, wire

TOKEN = "900190019:AAcanary-TOKEN_1_of-the-tests_0123"
SECRET = "canary-SECRET_1"
LONG = Patience(connect=20.0, answer=20.0)
"""Whatever comes is heard, also on a machine that is busy with something else."""
NO_ANSWER = Patience(connect=1.0, answer=0.0)
"""For what never comes. Both limits in one second: a connection is there long before."""
NO_CONNECTION = Patience(connect=0.3, answer=20.0)


def open_bot(
    session: ClientSession, api_base: str, patience: Patience = LONG, secret: str = SECRET
) -> TelegramConnector:
    settings = TelegramSettings.model_validate(
        {"token": TOKEN, "secret_token": secret, "api_base": api_base}
    )
    return TelegramConnector(settings, session, patience=patience, poll_patience=patience)


@pytest.fixture
async def telegram() -> AsyncIterator[Wire]:
    async with wire() as running:
        yield running


@pytest.fixture
async def bot(telegram: Wire) -> AsyncIterator[TelegramConnector]:
    async with ClientSession() as session:
        yield open_bot(session, telegram.url)


@pytest.fixture
async def hasty(telegram: Wire) -> AsyncIterator[TelegramConnector]:
    """It soon gives up an answer that does not come."""
    async with ClientSession() as session:
        yield open_bot(session, telegram.url, NO_ANSWER)
