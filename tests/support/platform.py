"""A simulated Telegram for hubs under test: its people, and what it saw."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from config.sandbox.calllog import CallLog
from config.sandbox.faults import Faults
from config.sandbox.telegram import Bot, Person, Phone, Settings, TelegramSandbox, running
from tests.support.cast import TOKEN, Json, Someone
from tests.support.hub import channel_settings

PATIENT = Settings(flood=None, hot_loop_guard=False)


@dataclass(slots=True)
class Platform:
    """The sandbox with one bot, whose token the hub has."""

    sandbox: TelegramSandbox
    address: str
    bot: Bot

    @property
    def log(self) -> CallLog:
        return self.sandbox.log

    @property
    def faults(self) -> Faults:
        return self.sandbox.faults

    def phone(self, who: Someone) -> Phone:
        """Theirs, open at the bot."""
        return self.sandbox.phone(self.sandbox.create_person(Person(who.id, who.name)), self.bot)

    def channel(self, mode: str = "polling", rate: float = 1000.0) -> Json:
        return channel_settings(self.address, mode, rate)


@asynccontextmanager
async def simulated(directory: Path, settings: Settings = PATIENT) -> AsyncIterator[Platform]:
    async with running(directory, settings) as (sandbox, address):
        yield Platform(sandbox, address, sandbox.create_bot("Shop", token=TOKEN))
