"""Moves the time of the demo: the hub's, and that of the simulated platform with it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from aiohttp import ClientError

from config.asking import ask
from config.demo.clock import MOVE, kept_in
from config.demo.folder import DemoFolder
from config.demo.keeper import HubKeeper
from config.demo.phones import Phones
from scrm.kernel.errors import Unavailable


class Mover:
    """The hub keeps how far its clock was moved; the platform is told, and its phones with it."""

    def __init__(
        self, folder: DemoFolder, phones: Phones, keeper: HubKeeper, changed: Callable[[], None]
    ) -> None:
        self._folder = folder
        self._phones = phones
        self._keeper = keeper
        self._changed = changed
        self._turn = asyncio.Lock()

    @property
    def ahead(self) -> timedelta:
        return kept_in(self._folder.clock)

    async def set_phones(self) -> None:
        """Let the platform be where the hub is."""
        await self._phones.set_ahead(self.ahead)

    async def move(self, by: timedelta) -> None:
        """Raises ScrmError where the hub is away or won't. The platform goes first: what a customer
        writes in between must not come to the hub as if it were days old."""
        async with self._turn:
            if not self._keeper.up.is_set():
                raise Unavailable("The hub is down; its clock can be moved when it is back")
            await self._phones.set_ahead(self.ahead + by)
            try:
                await ask(self._folder.socket, MOVE, {"by": int(by.total_seconds())})
            except (OSError, ClientError) as gone:
                raise Unavailable("The hub went down meanwhile; try again") from gone
            finally:
                await self.set_phones()
                self._changed()
