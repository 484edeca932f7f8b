"""The hub of one process: its parts, wired, and its workers, started and drained."""

import asyncio
import gc
import os
import socket
from collections.abc import Sequence
from datetime import timedelta

import structlog
from aiohttp import ClientSession, ClientTimeout, TCPConnector
from sqlmodel import Session

from campaigns import values as campaigns
from campaigns.feeding import worker as feeding
from campaigns.feeding.reactor import Releases
from campaigns.forgetting.reactor import Forgetting
from campaigns.parting.reactor import Partings
from campaigns.responses.reactor import Responses
from campaigns.unsubscribing.service import StopLinks
from config import pages, renderers
from config.claim import DataFolder, SoleHub
from config.migrations import migrate
from config.resuming import resume
from config.settings import Settings
from config.traffic import traffic
from config.workers import Workers
from connectors import PLATFORMS
from scrm.bots import service as bots
from scrm.bots.answering import service as answering
from scrm.bots.reactor import Bots
from scrm.channels import service as channels
from scrm.channels import store as channels_store
from scrm.channels.connecting.service import Connecting
from scrm.channels.registry import Registry
from scrm.channels.tables import Channel
from scrm.consent.ledger.book.service import Book
from scrm.consent.ledger.values import FILE, MARK
from scrm.consent.replaying.worker import Replay
from scrm.conversations.confirming.reactor import Confirmations
from scrm.delivery import service as delivery
from scrm.delivery.hints.worker import Hints
from scrm.files import service as files
from scrm.files.fetching.service import forget_half_written
from scrm.files.pictures.service import Studio
from scrm.files.service import FileShelf
from scrm.imports import service as imports
from scrm.imports.reader import Reader
from scrm.imports.worker import Importer
from scrm.intake import service as intake
from scrm.intake.worker import Intake
from scrm.journal.reacting import service as reacting
from scrm.journal.reacting.service import Reactions
from scrm.kernel.clock import Clock, SystemClock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.ids import use_node
from scrm.kernel.loop import repeat
from scrm.kernel.sealing import Sealer, kept_key
from scrm.kernel.signals import Signal
from scrm.knowledge.answering.service import Articles
from scrm.live.service import Live, Presence
from scrm.staff.signing_in.service import Gate
from scrm.visitors.worker import Parts, Visitors
from tagging.rules import service as rules
from tagging.rules.reactor import Rules
from tagging.rules.standing.service import RuleKeeper
from tagging.segments import values as segments
from tagging.segments.keeping.service import SegmentKeeper
from tagging.watching import service as watching
from tagging.watching.reactor import Watches

log = structlog.get_logger()

COLLECT_AT = (20_000, 20, 20)
_HEARD = frozenset(
    (
        *(delivery.TOPIC, delivery.ROOM, delivery.HELD, intake.TOPIC, files.TOPIC, channels.TOPIC),
        *(imports.TOPIC, reacting.TOPIC, answering.TOPIC, bots.TOPIC),
        *(watching.TOPIC, campaigns.TOPIC),
    )
)
_WATCHING, _INDEXED = {rules.TOPIC, segments.TOPIC}, {"message", "message_added"}
CAMPAIGNERS = (Confirmations(), Releases(), Partings(), Responses(), Forgetting())
CALL_WITHIN = ClientTimeout(total=60, sock_connect=10)


class Hub:
    """Everything of one process. `start()` before use, `stop()` at the end."""

    def __init__(self, settings: Settings, *, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.stopping = asyncio.Event()
        self.ready = False
        self.workers = Workers(self)
        self.folder = DataFolder(settings.data_dir)
        self.address = settings.public_url or f"http://{settings.listen}"

    async def start(self, *, workers: bool = True) -> None:
        """Claim the data folder, bring the database up to date, pick up what a crash left."""
        use_node(self.settings.node, self.clock)
        unclean = self.folder.claim()
        self._build(unclean)
        try:
            await self._begin(workers=workers)
        except BaseException:
            await self.stop(clean=False)
            raise
        self.ready = True

    async def _begin(self, *, workers: bool) -> None:
        await asyncio.to_thread(self.sole.claim)
        await asyncio.to_thread(forget_half_written, self.shelf.folder)
        async with asyncio.timeout(120):
            await asyncio.to_thread(migrate, self.database.engine)
        await resume(self.database, self.settings.data_dir, self.clock, sends=workers)
        await Replay(self.database, self.clock, self.book, self.sealer.hashed).run()
        for row in await self.database.read(channels_store.all_of):
            self.registry.load(row)
        self.database.listen(self._hear)
        if workers:
            self.workers.start()
        _spare_the_collector()

    def _build(self, unclean: bool) -> None:
        settings = self.settings
        secret = settings.secret_key.get_secret_value()
        self.sealer = Sealer(secret or kept_key(settings.data_dir / "secret.key"))
        self.stop_links = StopLinks(settings.public_url, self.sealer.hashed)
        self.database = Database(settings.url)
        self.rules = Rules()
        self.watches = Watches([RuleKeeper(), SegmentKeeper()])
        self.bots = Bots()
        self.articles = Articles(settings.public_url)
        self.reactions = Reactions((self.rules, self.watches, self.bots, *CAMPAIGNERS), self.clock)
        self.database.end_with(self.reactions.end)
        self.book = self._book()
        self.sole = SoleHub(self.database.engine)
        self.bell = Doorbell()
        self.client = ClientSession(
            timeout=CALL_WITHIN, connector=TCPConnector(limit=200), trust_env=False
        )
        self.registry = Registry(PLATFORMS, self.client, self.sealer, webhooks=settings.webhooks)
        self.shelf = FileShelf(settings.data_dir / "files", self.database)
        self.studio = Studio()
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
            traffic=traffic,
        )
        self.importer = self._importer()
        self.visitors = self._visitors()
        renderers.register(self.live, self.connecting, self.presence)
        self.worker = f"{socket.gethostname()}:{os.getpid()}"
        self._reloading = asyncio.Lock()

    def _book(self) -> Book:
        book = Book(self.settings.data_dir / FILE, self.sealer.hashed(MARK)[:16])
        self.database.write_beside_with(book.append)
        return book

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

    def _visitors(self) -> Visitors:
        parts = Parts(
            database=self.database,
            clock=self.clock,
            registry=self.registry,
            bell=self.bell,
            live=self.live,
            presence=self.presence,
            shelf=self.shelf,
            studio=self.studio,
            accept=self.intake.accept,
            most_bytes=self.settings.upload_limit,
            built=pages.dist("widget"),
        )
        return Visitors(parts)

    def _hear(self, signals: Sequence[Signal]) -> None:
        """After a commit: ring the workers that have something to do now."""
        topics = {signal.topic for signal in signals}
        if topics & _INDEXED:
            self.bell.ring("search")
        if rules.TOPIC in topics:
            self.rules.forget()
        if bots.TOPIC in topics:
            self.bots.forget()
        if topics & _WATCHING:
            self.watches.forget()
        if topics & _HEARD:
            for signal in signals:
                self._heard(signal)

    def _heard(self, signal: Signal) -> None:
        match signal.topic:
            case delivery.TOPIC:
                self.bell.ring(f"{delivery.TOPIC}:{signal.key}")
            case delivery.ROOM:
                self.bell.ring(answering.TOPIC)
                self.bell.ring(feeding.BELL)
            case campaigns.TOPIC:
                self.bell.ring(campaigns.TOPIC)
                self.bell.ring(feeding.BELL)
            case (
                intake.TOPIC
                | files.TOPIC
                | reacting.TOPIC
                | answering.TOPIC
                | watching.TOPIC
                | delivery.HELD as topic
            ):
                self.bell.ring(topic)
            case channels.TOPIC:
                self.workers.spawn(self._reload(signal.key))
            case imports.TOPIC:
                self.bell.ring(imports.TOPIC)
                self.bell.ring(f"{imports.TOPIC}:{signal.key}")

    async def _reload(self, channel_id: int) -> None:
        done = False

        def look(session: Session) -> Channel | None:
            return channels_store.find(session, channel_id)

        async def step() -> None:
            nonlocal done
            async with self._reloading:  # a row that was read earlier must not come in later
                row = await self.database.read(look)
                done = True
                if row is None:
                    return
                self.registry.load(row)
                self.workers.tend(channel_id)
                self.bell.ring(f"{delivery.TOPIC}:{channel_id}")
                self.bell.ring(feeding.BELL)
                self.bell.ring(files.TOPIC)

        await repeat(f"reload:{channel_id}", step, self.stopping, wanted=lambda: not done)

    async def look_again(self) -> None:
        """The clock has jumped: whoever sleeps until a time looks whether it has come."""
        self.bell.ring_all()
        await self.workers.look_again()

    def drain(self) -> None:
        """Take nothing new: workers end their step, those that sleep wake up and leave."""
        self.ready = False
        self.stopping.set()
        self.bell.close()
        self.live.wake()

    async def stop(self, *, within: timedelta = timedelta(seconds=15), clean: bool = True) -> None:
        """Drain: finish what has begun, give back what has not, close."""
        self.drain()
        clean = await self.workers.ended(within) and clean
        await self.intake.drained()
        await self.client.close()
        await asyncio.to_thread(self._close_database)
        self.folder.release(clean=clean)

    def _close_database(self) -> None:
        self.sole.release()
        self.database.close()
        self.book.close()


def _spare_the_collector() -> None:
    """What is loaded by now stays; looking through it at every collection would cost intake more
    than parsing does. Short-lived objects die by reference count."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AT)
    gc.enable()
