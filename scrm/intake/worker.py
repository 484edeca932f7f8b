"""Takes events in: everything that queued while the last commit ran is the next commit."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlmodel import Session

from scrm.channels.outbound import AcknowledgePress
from scrm.channels.registry import OpenChannel, Registry
from scrm.channels.values import RawEvent
from scrm.delivery.hints.worker import Hints
from scrm.intake import service, store
from scrm.intake.applying.service import Hashed, Unit
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import Claimed, Cursor, Incoming, Pressed
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import Unavailable
from scrm.kernel.failpoints import failpoint

log = structlog.get_logger()

MOST_IN_BATCH = 500
MOST_WAITING = 2_000
GATHERED = 100
"""Events that are worth a commit of their own: a larger one costs no less for each."""
QUIET_TURNS = 3
ACKNOWLEDGE_WITHIN = 2.0
"""Seconds to the commit, after which the platform is asked to come again (P1)."""
WATCH_EVERY = 0.2
CLAIM = 200
LEASE = timedelta(seconds=3)
"""How long an event that killed the process is left alone; applying one takes milliseconds."""
CAREFUL_FOR = timedelta(minutes=3)
"""After an unclean exit: what killed the process may have been kept by nobody, and platforms
come again within two minutes."""
LONGEST_SLEEP = 20.0


@dataclass(slots=True)
class _Request:
    events: Sequence[Incoming]
    cursor: Cursor | None
    done: asyncio.Future[None]
    since: float


class Intake:
    """The way in for one process. `careful` keeps events alone until the backlog is drained."""

    def __init__(
        self, database: Database, clock: Clock, hashed: Hashed, hints: Hints, *, careful: bool
    ) -> None:
        self._database = database
        self._clock = clock
        self._hashed = hashed
        self._hints = hints
        self._careful = careful
        self._pending: deque[_Request] = deque()
        self._under_way: list[_Request] = []
        self._size = 0
        self._running: asyncio.Task[None] | None = None
        self._watched = False

    @property
    def careful(self) -> bool:
        return self._careful

    def trust(self) -> None:
        """The backlog of an unclean exit is drained: from here on one commit does it all."""
        self._careful = False

    async def accept(
        self, channel: OpenChannel, events: Sequence[RawEvent], *, cursor: str | None = None
    ) -> None:
        """Return once the events are committed. Raises Unavailable as `offer` does."""
        await self.offer(channel, events, cursor=cursor)

    def offer(
        self, channel: OpenChannel, events: Sequence[RawEvent], *, cursor: str | None = None
    ) -> "asyncio.Future[None]":
        """Done once the events are committed. Unavailable is raised, or set, when that can't be
        promised; then nothing is acknowledged, and coming again does no harm."""
        if self._size + len(events) > MOST_WAITING:
            raise Unavailable("Too many events are waiting; try again in a few seconds")
        now = self._clock.now()
        incoming = [Incoming(channel, event, now) for event in events]
        place = Cursor(channel.id, cursor) if cursor is not None else None
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._pending.append(_Request(incoming, place, done, loop.time()))
        self._size += len(events)
        if self._running is None:
            self._running = loop.create_task(self._run())
            if not self._watched:
                self._watched = True
                loop.call_later(WATCH_EVERY, self._watch)
        return done

    async def drained(self) -> None:
        """Wait until nothing is under way."""
        while self._running is not None:
            await asyncio.wait([self._running])

    async def _run(self) -> None:
        try:
            while self._pending:
                await self._gather()
                self._under_way = self._taken()
                await self._commit(self._under_way)
        finally:
            self._under_way = []
            self._running = None

    async def _gather(self) -> None:
        """Let the loop turn while that brings more: those who were just answered come again in the
        same commit, and a lone event waits for some turns that find nothing, not for a timer."""
        seen, quiet = 0, 0
        while quiet < QUIET_TURNS and self._size < GATHERED:
            quiet = 0 if self._size > seen else quiet + 1
            seen = self._size
            await asyncio.sleep(0)

    def _watch(self) -> None:
        """One timer for all: whoever has waited too long is told to come again."""
        if self._running is None:
            self._watched = False
            return
        loop = asyncio.get_running_loop()
        latest = loop.time() - ACKNOWLEDGE_WITHIN
        for request in (*self._under_way, *self._pending):
            if request.since < latest and not request.done.done():
                late = Unavailable("The database did not commit in time; try again")
                request.done.set_exception(late)
        loop.call_later(WATCH_EVERY, self._watch)

    def _taken(self) -> list[_Request]:
        """All that waits, up to the size of a batch; a poll with its cursor is a batch alone."""
        taken: list[_Request] = []
        size = 0
        while self._pending and size < MOST_IN_BATCH:
            if self._pending[0].cursor is not None and taken:
                break
            request = self._pending.popleft()
            taken.append(request)
            size += len(request.events)
            if request.cursor is not None:
                break
        self._size -= size
        return taken

    async def _commit(self, batch: list[_Request]) -> None:
        events = [event for request in batch for event in request.events]
        cursor = batch[0].cursor

        def work(session: Session) -> list[Pressed]:
            unit = Unit(session, self._clock.now(), self._hashed, careful=self._careful)
            return service.take(unit, events, cursor=cursor)

        try:
            pressed = await self._database.write(work)
        except Exception as error:
            _fail(batch, error)
            return
        failpoint("intake.after_commit")
        for request in batch:
            if not request.done.done():
                request.done.set_result(None)
        self.acknowledge(pressed)

    def acknowledge(self, pressed: Sequence[Pressed]) -> None:
        for press in pressed:
            self._hints.give(press.channel.id, press.recipient, AcknowledgePress(press.reference))


def _fail(batch: list[_Request], error: Exception) -> None:
    if not isinstance(error, Unavailable):
        log.error("batch not committed", action="intake.commit_failed", exc_info=error)
        error = Unavailable("The events could not be kept; try again in a few seconds")
    for request in batch:
        if not request.done.done():
            request.done.set_exception(error)


class Backlog:
    """Applies events that were kept alone: after a failure, or after an unclean exit."""

    def __init__(
        self,
        *,
        database: Database,
        registry: Registry,
        clock: Clock,
        hashed: Hashed,
        bell: Doorbell,
        intake: Intake,
    ) -> None:
        self._database = database
        self._registry = registry
        self._clock = clock
        self._hashed = hashed
        self._bell = bell
        self._intake = intake
        self._careful_until = clock.now() + CAREFUL_FOR

    async def step(self) -> None:
        """Apply what is due, or sleep until something is.

        What was tried before goes alone: one that kills the process takes others with it
        at its first try only, and these come again.
        """
        applied = await self._apply_due(CLAIM, tried=False)
        while applied < CLAIM and await self._apply_due(1, tried=True):
            applied += 1
        if not applied:
            await self._sleep()

    async def _apply_due(self, limit: int, *, tried: bool) -> int:
        now = self._clock.now()
        events = await self._database.write(
            lambda s: store.claim(s, limit, now, LEASE, tried=tried)
        )
        claimed = [one for event in events if (one := self._claimed(event)) is not None]
        if lost := {event.id for event in events} - {one.event_id for one in claimed}:
            await self._database.write(lambda s: store.bury(s, lost, "its channel can't be opened"))
        if claimed:
            pressed = await self._database.write(lambda s: self._retry(s, claimed))
            self._intake.acknowledge(pressed)
        return len(events)

    def _claimed(self, event: IntakeEvent) -> Claimed | None:
        channel = self._registry.find(event.channel_id)
        if channel is None:
            return None
        raw = RawEvent(event.external_id, event.order_key, event.kind, event.body)
        return Claimed(event.id, Incoming(channel, raw, event.received_at), event.tries)

    def _retry(self, session: Session, claimed: Sequence[Claimed]) -> list[Pressed]:
        return service.retry(Unit(session, self._clock.now(), self._hashed), claimed)

    async def _sleep(self) -> None:
        waiting, due = await self._database.read(store.next_due)
        drained = not waiting and self._clock.now() >= self._careful_until
        if drained and self._intake.careful:
            log.info("backlog drained", action="intake.trusted")
            self._intake.trust()
        at_most = LONGEST_SLEEP
        if waiting and due is not None:
            at_most = min(max((due - self._clock.now()).total_seconds(), 0.05), LONGEST_SLEEP)
        await self._bell.wait(service.TOPIC, at_most)
