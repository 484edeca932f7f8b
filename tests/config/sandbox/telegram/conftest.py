"""A sandbox on a free port, one bot, Ada with her phone, and python-telegram-bot as the outside oracle."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import telegram
from telegram.request import HTTPXRequest

from config.sandbox.clock import HandClock
from config.sandbox.telegram import Bot, Person, Phone, Settings, TelegramSandbox, running


@pytest.fixture(autouse=True)
def _durations_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns about its older form."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def settings() -> Settings:
    """Override it in a test file that wants other rules of the house."""
    return Settings(flood=None, hot_loop_guard=False)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def served(
    tmp_path: Path, settings: Settings, clock: HandClock
) -> AsyncIterator[tuple[TelegramSandbox, str]]:
    async with running(tmp_path, settings, clock) as pair:
        yield pair


@pytest.fixture
def sandbox(served: tuple[TelegramSandbox, str]) -> TelegramSandbox:
    return served[0]


@pytest.fixture
def address(served: tuple[TelegramSandbox, str]) -> str:
    return served[1]


@pytest.fixture
def bot(sandbox: TelegramSandbox) -> Bot:
    return sandbox.create_bot("Demo")


@pytest.fixture
def ada(sandbox: TelegramSandbox, bot: Bot) -> Phone:
    """Ada has found the bot and not yet written."""
    return sandbox.phone(sandbox.create_person(Person(0, "Ada", username="ada_demo")), bot)


@pytest.fixture
async def api(bot: Bot, address: str) -> AsyncIterator[telegram.Bot]:
    """The bot as python-telegram-bot drives it: it must understand all that the sandbox says."""
    async with oracle(bot, address) as client:
        yield client


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield session


def oracle(bot: Bot, address: str, read_timeout: float = 20.0) -> telegram.Bot:
    def request() -> HTTPXRequest:
        # Loading certificates for each client would take longer than the test.
        return HTTPXRequest(read_timeout=read_timeout, httpx_kwargs={"verify": False})

    return telegram.Bot(
        bot.token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=request(),
        get_updates_request=request(),
    )
