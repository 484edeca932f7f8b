"""Sends what is due: one lane queue and one rate owner per channel."""

import asyncio
import random
from datetime import timedelta
from functools import partial
from math import ceil

import structlog
from sqlmodel import Session

from scrm.channels.failures import OutcomeUnknown, SendFailed
from scrm.channels.outbound import Outbound, OutboundContent, SendMessage, Sent
from scrm.channels.registry import OpenChannel, Registry
from scrm.delivery import service, store
from scrm.delivery.looking.service import LastLook
from scrm.delivery.pacing.worker import PATIENCE, Pace
from scrm.delivery.policy import RetryAt, Verdict
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.policy import outbound, stored
from scrm.delivery.sending.service import Beginnable, Beginning, Begun, Outcome
from scrm.delivery.tables import Delivery
from scrm.delivery.values import LANE_ORDER, Lane
from scrm.files.service import FileShelf
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import Unavailable
from scrm.kernel.failpoints import failpoint
from scrm.kernel.loop import pause, repeat
from scrm.kernel.together import Together

log = structlog.get_logger()

MOST_SENDING = 64
"""Deliveries of one process that a crash may leave unknown."""
LEASE = timedelta(seconds=30)
SEND_WITHIN = timedelta(seconds=45)
"""For a message without files; a connector's own limits are shorter and know better."""
LONGEST_SLEEP = 20.0
AHEAD = 0.2
"""Seconds' worth of sends to reserve at once: a higher lane waits no longer than this."""
WORTH = 0.5
"""Of a line: the part that is worth a commit of its own."""
MOMENT = 0.02
"""Seconds in which more room may come."""


class Sender:
    """Works one channel's deliveries until told to stop."""

    def __init__(  # noqa: PLR0913 - the parts of the hub that a send touches
        self,
        channel_id: int,
        *,
        database: Database,
        registry: Registry,
        shelf: FileShelf,
        bell: Doorbell,
        clock: Clock,
        worker: str,
        last: LastLook | None = None,
    ) -> None:
        self._channel_id = channel_id
        self._topic = f"{service.TOPIC}:{channel_id}"
        self._database = database
        self._registry = registry
        self._shelf = shelf
        self._bell = bell
        self._clock = clock
        self._worker = worker
        self._stopping = asyncio.Event()
        self._pace = Pace(partial(bell.ring, self._topic))
        self._busy = 0
        self._in_line = 0
        self._slots = asyncio.Semaphore(MOST_SENDING)
        self._begins: Together[Beginning, Beginnable] = Together(
            database,
            lambda s, some: sending.begin(s, some, clock.now(), last),
            MOST_SENDING,
            spares=True,
        )
        self._ends: Together[Outcome, bool] = Together(
            database, lambda s, some: sending.record(s, some, clock.now()), MOST_SENDING
        )

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until `stopping`; then finish what has begun and give back the rest.

        A database that fails for a while must not break off what is being sent meanwhile: the
        steps are repeated inside the group that holds the sends.
        """
        self._stopping = self._pace.stopping = stopping
        async with asyncio.TaskGroup() as group:
            name = f"sending:{self._channel_id}"
            await repeat(name, partial(self._step, group), stopping)

    async def _step(self, group: asyncio.TaskGroup) -> None:
        """Take what is due and set it on its way, or sleep until something is."""
        channel = self._registry.find(self._channel_id)
        if channel is None or not channel.is_active:  # whoever resumes it rings
            await self._bell.wait(self._topic, LONGEST_SLEEP)
            return
        if (held := self._pace.held(channel)) > PATIENCE:
            await self._bell.wait(self._topic, min(held, LONGEST_SLEEP))
            return
        room = await self._gather(channel)
        if room <= 0:  # who is done rings
            await self._bell.wait(self._topic, LONGEST_SLEEP)
            return
        claimed = await self._reserve(room)
        for delivery in claimed:
            self._busy += 1
            self._in_line += 1
            group.create_task(self._deliver(delivery))
        if not claimed:
            await self._sleep()

    async def _gather(self, channel: OpenChannel) -> int:
        """Room for so many that they are worth a commit, or what there is a moment later."""
        loop = asyncio.get_running_loop()
        until = loop.time() + MOMENT
        worth = _line(channel) * WORTH
        while self._busy and self._room(channel) < worth and not self._stopping.is_set():
            if (left := until - loop.time()) <= 0:
                break
            await self._bell.wait(self._topic, left)
        return self._room(channel)

    def _room(self, channel: OpenChannel) -> int:
        """How many may be taken: those that are being sent are bounded, and so are those in line."""
        aside = self._pace.aside
        return min(MOST_SENDING + aside - self._busy, _line(channel) + aside - self._in_line)

    async def _reserve(self, room: int) -> list[Delivery]:
        now = self._clock.now()
        lease = (now, now + LEASE, self._worker)
        return await self._database.write(
            lambda s: sending.reserve(s, self._channel_id, room, *lease)
        )

    async def _sleep(self) -> None:
        """Until something is due, a bell rings, or long enough that a lost bell does no harm."""
        now = self._clock.now()
        due = await self._database.read(lambda s: queue.next_due(s, self._channel_id, now))
        at_most = LONGEST_SLEEP
        if due is not None:
            left = (due - self._clock.now()).total_seconds()
            # What is due already waits for one that is being sent: who is done rings.
            if left > 0 or self._busy == 0:
                at_most = min(max(left, 0.05), LONGEST_SLEEP)
        await self._bell.wait(self._topic, at_most)

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            await self._do(delivery)
        except Unavailable as busy:
            # Nothing was sent: the lease runs out and the row goes back to the queue.
            log.warning("delivery waits", action="delivery.postponed", why=str(busy))
        except Exception:
            # Others are being sent beside it. Its lease runs out: then it is queued or unknown.
            log.exception("delivery broke", action="delivery.broken", delivery_id=delivery.id)
        finally:
            self._busy -= 1
            self._bell.ring(self._topic)

    async def _do(self, delivery: Delivery) -> None:
        """Wait for its turn, and send it or give it back."""
        channel = self._registry.find(self._channel_id)
        wait = 0.0
        try:
            if channel is not None:
                wait = await self._pace.wait_for_turn(channel, delivery.recipient, delivery.lane)
        finally:
            self._in_line -= 1
            self._bell.ring(self._topic)
        if channel is None:
            await self._release(delivery)
        elif wait > 0:
            await self._release(delivery, after=wait)
        elif self._stopping.is_set():
            await self._release(delivery)
        else:
            await self._send(channel, delivery)

    async def _release(self, delivery: Delivery, *, after: float = 0.0) -> None:
        """Give back what was not begun: at once, or for when its platform takes it again."""
        waits = after > PATIENCE or (after > 0 and not self._stopping.is_set())
        later = self._clock.now() + timedelta(seconds=after) if waits else None
        await self._database.write(
            lambda s: store.release(s, [delivery.id], self._worker, later=later)
        )

    async def _send(self, channel: OpenChannel, delivery: Delivery) -> None:
        files = await self._shelf.outbound(delivery.content.get("attachments", ()))
        try:
            parts = [outbound(delivery.content, files)]
            if delivery.part == 0:
                parts = channel.connector.split(parts[0])
            ours = self._outbound(delivery, parts[0])
            channel.connector.render(ours)
        except (SendFailed, KeyError) as error:
            await self._refuse(delivery, error)
            return
        pieces = [stored(part, files) for part in parts]
        async with self._slots:
            wanted = not self._stopping.is_set()
            ready = Beginning(delivery, pieces)
            begun = await self._begins.do(ready, can_wait=_can_wait(delivery)) if wanted else None
            if isinstance(begun, Begun):
                await self._attempt(channel, begun, ours)
        if begun is None:  # the hub stops, or the channel was paused meanwhile: its queue is kept
            await self._release(delivery)

    async def _refuse(self, delivery: Delivery, error: Exception) -> None:
        failure = error if isinstance(error, SendFailed) else SendFailed("A file is missing")
        now = self._clock.now()
        await self._database.write(lambda s: sending.refuse(s, delivery, failure, now))

    def _outbound(self, delivery: Delivery, content: OutboundContent) -> Outbound:
        return Outbound(
            delivery.recipient, SendMessage(content), delivery.thread_key, str(delivery.id)
        )

    async def _attempt(self, channel: OpenChannel, begun: Begun, ours: Outbound) -> None:
        """The socket, outside any transaction; then its outcome, on record."""
        failpoint("send.before_request")
        outcome = await self._call(channel, ours)
        failpoint("send.after_response")
        verdict = self._judge(channel, begun, outcome) if isinstance(outcome, SendFailed) else None
        await self._record(Outcome(begun, outcome, channel.credentials, verdict))

    def _judge(self, channel: OpenChannel, begun: Begun, failure: SendFailed) -> Verdict:
        """What follows. A wait that the platform wants begins now, however long the record takes."""
        now = self._clock.now()
        jitter = random.random()  # noqa: S311 - spreads retries, guards nothing
        verdict = sending.judge(begun, failure, now, jitter)
        if isinstance(verdict, RetryAt) and verdict.wait_scope:
            self._pace.block(channel, begun.delivery.recipient, verdict, now)
        return verdict

    async def _call(self, channel: OpenChannel, ours: Outbound) -> Sent | SendFailed:
        message = ours.action
        has_files = isinstance(message, SendMessage) and bool(message.content.files)
        within = sending.UPLOAD_WITHIN if has_files else SEND_WITHIN
        try:
            async with asyncio.timeout(within.total_seconds()):
                return await channel.connector.send(ours)
        except SendFailed as failure:
            return failure
        except TimeoutError:
            return OutcomeUnknown("no answer in time")
        except Exception as error:
            # A connector that raises anything else is broken after the request may have gone out.
            log.exception("connector failed", action="delivery.connector_broken")
            return OutcomeUnknown(type(error).__name__)

    async def _record(self, ended: Outcome) -> None:
        """Keep the outcome; a database that is busy is asked again, for what is known must not
        become unknown. Whose row somebody holds waits for that alone."""
        wait = 0.1
        while True:
            try:
                if not await self._ends.do(ended, can_wait=_can_wait(ended.begun.delivery)):
                    await self._database.write(partial(self._record_alone, ended))
            except Unavailable:
                log.warning("outcome waits for the database", action="delivery.record_waits")
                if self._stopping.is_set() and wait > 2:
                    raise
                await pause(wait, asyncio.Event())
                wait = min(wait * 2, 5.0)
            else:
                failpoint("send.kept")
                return

    def _record_alone(self, ended: Outcome, session: Session) -> None:
        sending.record(session, [ended], self._clock.now(), patient=True)


def _can_wait(delivery: Delivery) -> bool:
    """A colleague looks on while their words leave."""
    return delivery.lane > LANE_ORDER[Lane.AGENT]


def _line(channel: OpenChannel) -> int:
    """How many may wait for their turn."""
    return min(ceil(channel.rate * AHEAD), MOST_SENDING) if channel.rate else MOST_SENDING
