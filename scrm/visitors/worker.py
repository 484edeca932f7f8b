"""The visitors' room at work: its postman, and the eye on connections that have gone quiet."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from scrm.channels.registry import Registry
from scrm.files.pictures.service import Studio
from scrm.files.service import FileShelf
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import Unavailable
from scrm.kernel.loop import pause, repeat
from scrm.kernel.signals import Signal
from scrm.live.service import Live, Presence
from scrm.visitors import service
from scrm.visitors.forgetting.service import ERASED
from scrm.visitors.hours.service import Offices, described
from scrm.visitors.mail import service as mail
from scrm.visitors.policy import Paces
from scrm.visitors.sites.service import sites
from scrm.visitors.sockets.lobby.service import Lobby
from scrm.visitors.sockets.service import Socket
from scrm.visitors.sockets.values import Bounds, End
from scrm.visitors.sockets.worker import Accept, Desk, Postman
from scrm.visitors.uploads.policy import UploadPaces
from scrm.visitors.values import Guest

log = structlog.get_logger()

SWEEP_EVERY = 1.0
"""Seconds. One clock for all connections: ten thousand timers would cost more than they tell."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the hub that visitors have to do with."""

    database: Database
    clock: Clock
    registry: Registry
    bell: Doorbell
    live: Live
    presence: Presence
    shelf: FileShelf
    studio: Studio
    accept: Accept
    most_bytes: int
    built: Path
    """Where the widget's built files lie, if they are built."""


class Visitors:
    """Everything of website chat in one process."""

    def __init__(self, parts: Parts, bounds: Bounds | None = None) -> None:
        self.parts = parts
        bounds = bounds or Bounds()
        self.lobby = Lobby(bounds)
        self.postman = Postman(parts.database, parts.clock, parts.bell)
        self.offices = Offices(parts.database, parts.clock, parts.registry)
        self.sessions = Paces(bounds.sessions_per_address)
        self.uploads = UploadPaces(
            files=Paces(bounds.uploads),
            files_per_address=Paces(bounds.uploads_per_address),
            bytes_per_address=Paces(bounds.upload_bytes_per_address),
        )
        self.desk = Desk(
            database=parts.database,
            clock=parts.clock,
            registry=parts.registry,
            accept=parts.accept,
            live=parts.live,
            lobby=self.lobby,
            postman=self.postman,
            offices=self.offices,
            messages=Paces(bounds.messages),
            messages_per_address=Paces(bounds.messages_per_address),
            pages=Paces(bounds.pages),
            links=Paces(bounds.links),
        )
        self._ending: dict[Socket, End] = {}
        parts.presence.listen_to_typing(self._colleague_types)
        parts.database.listen(self._hear)

    async def run(self, stopping: asyncio.Event) -> None:
        """Until the hub stops."""
        await self.offices.settle()
        await self._settle()
        async with asyncio.TaskGroup() as group:
            group.create_task(repeat("postman", self.postman.step, stopping))
            await self._sweep(stopping)

    async def _settle(self) -> None:
        channels = [site.channel.id for site in sites(self.parts.registry)]
        if not channels:
            return
        now = self.parts.clock.now()
        settled = await self.parts.database.write(lambda s: mail.settle_crashed(s, channels, now))
        if settled:
            log.info("sent after all", action="visitors.settled", count=settled)

    async def _sweep(self, stopping: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        while not stopping.is_set():
            await pause(SWEEP_EVERY, stopping)
            for socket in self.lobby.overdue(loop.time()):
                socket.drop()
            await self._tell_hours()
            ending, self._ending = self._ending, {}
            await asyncio.gather(*(socket.end(why) for socket, why in ending.items()))

    async def _tell_hours(self) -> None:
        """Who is here when a site opens or closes need not come again to learn it."""
        try:
            await self.offices.settle()
        except Unavailable as busy:
            log.warning("zone not known yet", action="visitors.unavailable", why=str(busy))
            return
        for site, opening in self.offices.turned():
            for socket in self.lobby:
                if socket.channel.id == site.channel.id and socket.is_live:
                    socket.say(type="hours", **described(opening))

    def _hear(self, signals: Sequence[Signal]) -> None:
        self.postman.hear(signals)
        self.offices.hear(signals)
        if blocked := {key for topic, key in signals if topic == service.BLOCKED}:
            for socket in self.lobby.concerned(blocked):
                socket.guest = replace(socket.guest, is_blocked=True)
                self._ending[socket] = End.BLOCKED
        if erased := {key for topic, key in signals if topic == ERASED}:
            self._let_go(self.lobby.concerned(erased))

    def _let_go(self, sockets: Sequence[Socket]) -> None:
        """Whose they were is erased: what they say until they are closed is a stranger's."""
        for one in sockets:
            self.postman.leave(one)
            one.guest = Guest(one.channel.id, one.guest.token_hash)
            self.postman.join(one)
            self._ending[one] = End.UNAUTHORISED

    def _colleague_types(self, conversation_id: int, name: str) -> None:
        for socket in self.postman.at(conversation_id):
            socket.say(type="typing", on=True, name=name)

    async def replace(self, token_hash: str) -> None:
        """The token is another from now on: who holds the old one hears nothing more."""
        old = self.lobby.of_token(token_hash)
        await asyncio.gather(*(socket.end(End.REPLACED) for socket in old))

    async def send_away(self) -> None:
        """The hub stops."""
        await self.lobby.send_away(list(self.lobby))
