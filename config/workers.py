"""The hub's workers: started once, tended as channels come and go, drained at the end."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import partial
from itertools import chain, cycle
from typing import TYPE_CHECKING, Any

import structlog

from campaigns.audience.worker import Freezer
from campaigns.deciding.values import Purpose
from campaigns.facts.service import windows_of
from campaigns.feeding.policy import ahead_of
from campaigns.feeding.service import Feeding
from campaigns.feeding.worker import Feeder
from campaigns.judging.service import Versions
from campaigns.life.routes import with_receipts
from campaigns.links.service import Shortener
from campaigns.sending.service import LastLooks
from config.housekeeping import Housekeeping
from scrm.bots.worker import Answering
from scrm.channels.registry import OpenChannel
from scrm.channels.values import Capability
from scrm.conversations.campaigns import service as letters
from scrm.delivery.holding.worker import Holding
from scrm.delivery.looking.service import LastLook
from scrm.delivery.worker import Sender
from scrm.files.fetching.worker import Fetcher
from scrm.files.forgetting.worker import Remover
from scrm.intake.polling.worker import Poller
from scrm.intake.worker import Backlog
from scrm.journal.reacting.worker import Again
from scrm.kernel.loop import pause, repeat
from tagging.watching.worker import Watcher

if TYPE_CHECKING:
    from config.hub import Hub

log = structlog.get_logger()

REGISTER_EVERY = 60.0
"""Seconds between tries to register a webhook, after the first few."""


Step = Callable[[], Awaitable[None]]


class Workers:
    """The tasks of one hub. A process that only carries out a command starts none of them."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._tasks: set[asyncio.Task[None]] = set()
        self._senders: set[int] = set()
        self._pollers: set[int] = set()
        self._registering: set[int] = set()
        self._started = False
        self._imports = False
        self._versions = Versions()
        self._housekeeping: Housekeeping | None = None

    def start(self) -> None:
        """Start what works by itself, and tend every channel from now on."""
        hub = self._hub
        self._started = True
        backlog = Backlog(
            database=hub.database,
            registry=hub.registry,
            clock=hub.clock,
            hashed=hub.sealer.hashed,
            bell=hub.bell,
            intake=hub.intake,
        )
        fetcher = Fetcher(
            database=hub.database,
            registry=hub.registry,
            shelf=hub.shelf,
            clock=hub.clock,
            bell=hub.bell,
            most_bytes=hub.settings.upload_limit,
        )
        remover = Remover(hub.database, hub.shelf, hub.clock)
        self._housekeeping = housekeeping = Housekeeping(
            hub.database, hub.clock, hub.bell, hub.worker, remover
        )
        for name, step in (self._followers() | self._campaigners()).items():
            self.spawn(repeat(name, step, hub.stopping))
        self.spawn(repeat("backlog", backlog.step, hub.stopping))
        self.spawn(repeat("fetcher", partial(fetcher.run, hub.stopping), hub.stopping))
        self.spawn(repeat("search", partial(housekeeping.index_step, hub.stopping), hub.stopping))
        self.tend_imports()
        self.spawn(repeat("hints", partial(hub.hints.run, hub.stopping), hub.stopping))
        self.spawn(housekeeping.run(hub.stopping))
        self.spawn(repeat("visitors", partial(hub.visitors.run, hub.stopping), hub.stopping))
        for channel in hub.registry:
            self.tend(channel.id)

    def _followers(self) -> dict[str, Step]:
        """What follows what people do."""
        hub = self._hub
        shared = (hub.clock, hub.bell)
        again = Again(hub.database, hub.reactions, *shared)
        answering = Answering(hub.database, hub.bots, hub.articles, hub.registry, *shared)
        watcher = Watcher(hub.database, hub.watches, *shared)
        return {"reactions": again.step, "bot": answering.step, "watches": watcher.step}

    def _campaigners(self) -> dict[str, Step]:
        """From an audience to the outbox, and back into it."""
        hub = self._hub
        shared = (hub.database, hub.clock, hub.bell)
        freezer = Freezer(*shared, receipts=lambda: with_receipts(hub.registry))
        shortener = Shortener(hub.settings.public_url, hub.sealer.hashed)
        feeding = Feeding(self._versions, shortener, self._windows, hub.stop_links)
        feeder = Feeder(*shared, feeding, self._ahead)
        return {
            "campaigns": freezer.step,
            "feeding": feeder.step,
            "held": Holding(*shared).step,
        }

    def _ahead(self) -> dict[int, int]:
        """How many messages of campaigns may wait to leave, by channel."""
        return {one.id: ahead_of(one.rate) for one in self._hub.registry if one.is_active}

    def _windows(self, purpose: Purpose) -> dict[int, timedelta]:
        """How long after somebody's last message a platform takes this, by channel."""
        return windows_of(self._hub.registry, purpose)

    def tend_imports(self) -> None:
        """Work on imports from now on, also in a process that does nothing else."""
        if not self._imports:
            self._imports = True
            self.spawn(self._hub.importer.run(self._hub.stopping))

    async def look_again(self) -> None:
        """What is done by the clock and no bell wakes, where this hub does it."""
        if self._housekeeping is not None:
            await self._housekeeping.wake()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("worker ended", action="hub.worker_ended", exc_info=error)

    def tend(self, channel_id: int) -> None:
        """A sender for each open channel; a poller, or the platform's webhook, for its events."""
        channel = self._hub.registry.find(channel_id)
        if channel is None or not self._started or self._hub.stopping.is_set():
            return
        if channel_id not in self._senders:
            self._senders.add(channel_id)
            sender = self._sender(channel_id)
            self.spawn(
                repeat(
                    f"sender:{channel_id}",
                    partial(sender.run, self._hub.stopping),
                    self._hub.stopping,
                )
            )
        if channel.is_active and channel.polls:
            if channel_id not in self._pollers:
                self._pollers.add(channel_id)
                self.spawn(self._poll(channel_id))
        elif self._wants_webhook(channel) and self._is_new(channel_id):
            self.spawn(self._register(channel_id))

    def _wants_webhook(self, channel: OpenChannel) -> bool:
        calls_us = Capability.WEBHOOK in channel.platform.capabilities
        return calls_us and channel.is_active and self._hub.settings.webhooks

    def _is_new(self, channel_id: int) -> bool:
        """Whether nobody registers this channel's webhook yet."""
        if channel_id in self._registering:
            return False
        self._registering.add(channel_id)
        return True

    def _sender(self, channel_id: int) -> Sender:
        return Sender(
            channel_id,
            database=self._hub.database,
            registry=self._hub.registry,
            shelf=self._hub.shelf,
            bell=self._hub.bell,
            clock=self._hub.clock,
            worker=self._hub.worker,
            last=LastLook(LastLooks(self._versions, self._windows).look, letters.write),
        )

    async def _poll(self, channel_id: int) -> None:
        """Poll for as long as the channel is there and polls; resuming it starts this again."""

        def wanted() -> bool:
            channel = self._hub.registry.find(channel_id)
            return channel is not None and channel.is_active and channel.polls

        poller = Poller(
            channel_id, self._hub.database, self._hub.registry, self._hub.intake, self._hub.clock
        )
        try:
            await repeat(
                f"poller:{channel_id}",
                partial(poller.run, self._hub.stopping),
                self._hub.stopping,
                wanted=wanted,
            )
        finally:
            self._pollers.discard(channel_id)

    async def _register(self, channel_id: int) -> None:
        """Ask the platform to call us until it agrees: it may be away when the hub starts."""
        waits = chain((2.0, 5.0, 15.0), cycle((REGISTER_EVERY,)))

        def wanted() -> bool:
            channel = self._hub.registry.find(channel_id)
            waiting = channel_id in self._registering
            return waiting and channel is not None and channel.is_active and not channel.polls

        async def step() -> None:
            channel = self._hub.registry.find(channel_id)
            if channel is None or await self._hub.connecting.register_webhook(channel):
                self._registering.discard(channel_id)
                return
            await pause(next(waits), self._hub.stopping)

        try:
            await repeat(f"webhook:{channel_id}", step, self._hub.stopping, wanted=wanted)
        finally:
            self._registering.discard(channel_id)

    async def ended(self, within: timedelta) -> bool:
        """Wait for all of them; False where some had to be cut off."""
        tasks = list(self._tasks)
        if not tasks:
            return True
        _, late = await asyncio.wait(tasks, timeout=within.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return not late
