from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from connectors._http import Patience
from connectors.telegram.connector import TelegramConnector
from connectors.telegram.settings import TelegramSettings
from scrm.conformance.wire import Wire, wire

TOKEN = "900190019:AAcanary-TOKEN_1_of-the-tests_0123"
SECRET = "canary-SECRET_1"
SHORT = Patience(connect=0.5, answer=0.3)


def open_bot(
    session: ClientSession, api_base: str, patience: Patience = SHORT, secret: str = SECRET
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
