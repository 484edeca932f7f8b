"""The hub of one process: its parts, wired, and its workers, started and drained."""

import asyncio
import os
import socket
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from aiohttp import ClientSession, ClientTimeout, TCPConnector
from sqlmodel import Session

from config import renderers
from config.claim import DataFolder
from config.housekeeping import Housekeeping
from config.migrations import is_current, migrate
from config.settings import Settings
from connectors import PLATFORMS
from scrm.channels import service as channels
from scrm.channels import store as channels_store
from scrm.channels.connecting.service import Connecting, Traffic
from scrm.channels.registry import Registry
from scrm.channels.tables import Channel
from scrm.delivery import service as delivery
from scrm.delivery.hints.worker import Hints
from scrm.delivery.sending import service as sending
from scrm.delivery.worker import Sender
from scrm.files import service as files
from scrm.files.fetching.worker import Fetcher
from scrm.files.service import FileShelf
from scrm.imports import service as imports
from scrm.imports.reader import Reader
from scrm.imports.worker import Importer
from scrm.intake import service as intake
from scrm.intake import store as intake_store
from scrm.intake.polling.worker import Poller
from scrm.intake.worker import Backlog, Intake
from scrm.kernel.clock import Clock, SystemClock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import ScrmError
from scrm.kernel.ids import use_node
from scrm.kernel.loop import repeat
from scrm.kernel.sealing import Sealer, kept_key
from scrm.kernel.signals import Signal
from scrm.live.service import Live, Presence
from scrm.staff.signing_in.service import Gate

log = structlog.get_logger()

CALL_WITHIN = ClientTimeout(total=60, sock_connect=10)


class SchemaMismatch(ScrmError):
    """The database has a shape that this code was not written for."""

    code = "schema_mismatch"


class Hub:
    """Everything of one process. `start()` before use, `stop()` at the end."""

    def __init__(self, settings: Settings, *, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.stopping = asyncio.Event()
        self.ready = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._senders: set[int] = set()
        self._pollers: set[int] = set()
        self._imports = False
        self.folder = DataFolder(settings.data_dir)
        self.address = settings.public_url or f"http://{settings.listen}"

    async def start(self, *, workers: bool = True) -> None:
        """Claim the data folder, bring the database up to date, pick up what a crash left."""
        use_node(self.settings.node)
        unclean = self.folder.claim()
        self._build(unclean)
        async with asyncio.timeout(120):
            await asyncio.to_thread(migrate, self.database.engine)
        if not is_current(self.database.engine):
            raise SchemaMismatch("The database is newer than this program; update the program")
        queued, unknown = await self.database.write(
            lambda s: sending.recover(s, self.clock.now(), worker=None)
        )
        if queued or unknown:
            log.warning("crash survived", action="hub.recovered", queued=queued, unknown=unknown)
        for row in await self.database.read(channels_store.all_of):
            self.registry.load(row)
        self.database.listen(self._hear)
        if workers:
            self._start_workers()
        self.ready = True

    def _build(self, unclean: bool) -> None:
        settings = self.settings
        secret = settings.secret_key.get_secret_value()
        self.sealer = Sealer(secret or kept_key(settings.data_dir / "secret.key"))
        self.database = Database(settings.url)
        self.bell = Doorbell()
        self.client = ClientSession(
            timeout=CALL_WITHIN, connector=TCPConnector(limit=200), trust_env=False
        )
        self.registry = Registry(PLATFORMS, self.client, self.sealer, webhooks=settings.webhooks)
        self.shelf = FileShelf(settings.data_dir / "files", self.database)
        self.hints = Hints(self.registry)
        self.intake = Intake(
            self.database, self.clock, self.sealer.hashed, self.hints, careful=unclean
        )
        self.live = Live(self.database)
        self.presence = Presence(self.live)
        self.gate = Gate(self.database, self.clock)
        self.connecting = Connecting(
            database=self.database,
            registry=self.registry,
            sealer=self.sealer,
            clock=self.clock,
            public_url=settings.public_url,
            traffic=_traffic,
        )
        self.importer = self._importer()
        renderers.register(self.live, self.connecting, self.presence)
        self.worker = f"{socket.gethostname()}:{os.getpid()}"

    def _importer(self) -> Importer:
        reader = Reader(
            self.database,
            most_media=self.settings.upload_limit,
            zone=self.settings.timezone,
            stopping=self.stopping,
        )
        return Importer(
            database=self.database,
            clock=self.clock,
            bell=self.bell,
            shelf=self.shelf,
            folder=self.settings.data_dir / "imports",
            reader=reader,
        )

    def _start_workers(self) -> None:
        backlog = Backlog(
            database=self.database,
            registry=self.registry,
            clock=self.clock,
            hashed=self.sealer.hashed,
            bell=self.bell,
            intake=self.intake,
        )
        fetcher = Fetcher(
            database=self.database,
            registry=self.registry,
            shelf=self.shelf,
            clock=self.clock,
            bell=self.bell,
            most_bytes=self.settings.upload_limit,
        )
        housekeeping = Housekeeping(self.database, self.clock, self.bell)
        self._spawn(repeat("backlog", backlog.step, self.stopping))
        self._spawn(repeat("fetcher", fetcher.step, self.stopping))
        self._spawn(repeat("search", housekeeping.index_step, self.stopping))
        self.tend_imports()
        self._spawn(self.hints.run(self.stopping))
        self._spawn(housekeeping.run(self.stopping))
        for channel in self.registry:
            self._tend(channel.id)

    def tend_imports(self) -> None:
        """Work on imports from now on, also in a process that does nothing else."""
        if not self._imports:
            self._imports = True
            self._spawn(self.importer.run(self.stopping))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("worker ended", action="hub.worker_ended", exc_info=error)

    def _tend(self, channel_id: int) -> None:
        """A sender for each open channel; a poller, or the platform's webhook, for its events."""
        channel = self.registry.find(channel_id)
        if channel is None or self.stopping.is_set():
            return
        if channel_id not in self._senders:
            self._senders.add(channel_id)
            sender = self._sender(channel_id)
            self._spawn(
                repeat(f"sender:{channel_id}", partial(sender.run, self.stopping), self.stopping)
            )
        if channel.is_active and channel.polls:
            if channel_id not in self._pollers:
                self._pollers.add(channel_id)
                self._spawn(self._poll(channel_id))
        elif channel.is_active and self.settings.webhooks:
            self._spawn(self.connecting.register_webhook(channel))

    def _sender(self, channel_id: int) -> Sender:
        return Sender(
            channel_id,
            database=self.database,
            registry=self.registry,
            shelf=self.shelf,
            bell=self.bell,
            clock=self.clock,
            worker=self.worker,
        )

    async def _poll(self, channel_id: int) -> None:
        """Poll for as long as the channel is there and polls; resuming it starts this again."""

        def wanted() -> bool:
            channel = self.registry.find(channel_id)
            return channel is not None and channel.is_active and channel.polls

        poller = Poller(channel_id, self.database, self.registry, self.intake, self.clock)
        try:
            await repeat(
                f"poller:{channel_id}",
                partial(poller.run, self.stopping),
                self.stopping,
                wanted=wanted,
            )
        finally:
            self._pollers.discard(channel_id)

    def _hear(self, signals: Sequence[Signal]) -> None:
        """After a commit: ring the workers that have something to do now."""
        for signal in signals:
            match signal.topic:
                case delivery.TOPIC:
                    self.bell.ring(f"{delivery.TOPIC}:{signal.key}")
                case intake.TOPIC | files.TOPIC as topic:
                    self.bell.ring(topic)
                case channels.TOPIC:
                    self._spawn(self._reload(signal.key))
                case imports.TOPIC:
                    self.bell.ring(imports.TOPIC)
                    self.bell.ring(f"{imports.TOPIC}:{signal.key}")
                case "message" | "message_added":
                    self.bell.ring("search")

    async def _reload(self, channel_id: int) -> None:
        def look(session: Session) -> Channel | None:
            return channels_store.find(session, channel_id)

        row = await self.database.read(look)
        if row is not None:
            self.registry.load(row)
            self._tend(channel_id)
            self.bell.ring(f"{delivery.TOPIC}:{channel_id}")

    def drain(self) -> None:
        """Take nothing new: workers end their step, those that sleep wake up and leave."""
        self.ready = False
        self.stopping.set()
        self.bell.close()

    async def stop(self, *, within: timedelta = timedelta(seconds=20)) -> None:
        """Drain: finish what has begun, give back what has not, close."""
        self.drain()
        clean = True
        tasks = list(self._tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=within.total_seconds())
            for task in late:
                clean = False
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await self.intake.drained()
        await self.client.close()
        await asyncio.to_thread(self.database.close)
        self.folder.release(clean=clean)


def _traffic(session: Session, channel_id: int) -> Traffic:
    """What went through a channel; rooms above channels know."""
    return Traffic(
        intake_store.last_received(session, channel_id),
        delivery.last_sent(session, channel_id),
        delivery.count_queued(session, channel_id),
    )
