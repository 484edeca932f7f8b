"""Sends what is due: one lane queue and one rate owner per channel."""

import asyncio
import random
import time
from datetime import datetime, timedelta
from functools import partial
from math import ceil
from typing import Any

import structlog
from sqlmodel import Session

from scrm.channels.failures import OutcomeUnknown, SendFailed
from scrm.channels.outbound import Outbound, OutboundContent, SendMessage, Sent
from scrm.channels.registry import OpenChannel, Registry
from scrm.delivery import service, store
from scrm.delivery.policy import Bucket, RetryAt, Verdict
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.policy import outbound, stored
from scrm.delivery.sending.service import Begun
from scrm.delivery.tables import Delivery
from scrm.files.service import FileShelf
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.errors import Unavailable
from scrm.kernel.failpoints import failpoint
from scrm.kernel.loop import pause, repeat

log = structlog.get_logger()

MOST_SENDING = 64
"""Deliveries of one process that a crash may leave unknown."""
LEASE = timedelta(seconds=30)
PATIENCE = 10.0
"""Seconds of a platform's own waiting time in which what is reserved keeps its place."""
SEND_WITHIN = timedelta(seconds=45)
"""For a message without files; a connector's own limits are shorter and know better."""
LONGEST_SLEEP = 20.0
AHEAD = 0.2
"""Seconds' worth of sends to reserve at once: a higher lane waits no longer than this."""
CHAT_BURST = 3.0
MOST_CHATS = 10_000


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
        self._turn = asyncio.Lock()
        self._rate: Bucket | None = None
        self._chats: dict[str, Bucket] = {}
        self._busy = 0

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until `stopping`; then finish what has begun and give back the rest.

        A database that fails for a while must not break off what is being sent meanwhile: the
        steps are repeated inside the group that holds the sends.
        """
        self._stopping = stopping
        async with asyncio.TaskGroup() as group:
            name = f"sending:{self._channel_id}"
            await repeat(name, partial(self._step, group), stopping)

    async def _step(self, group: asyncio.TaskGroup) -> None:
        """Take what is due and set it on its way, or sleep until something is."""
        channel = self._registry.find(self._channel_id)
        if channel is None or not channel.is_active:  # whoever resumes it rings
            await self._bell.wait(self._topic, LONGEST_SLEEP)
            return
        if (held := self._held(channel)) > PATIENCE:
            await self._bell.wait(self._topic, min(held, LONGEST_SLEEP))
            return
        claimed = await self._reserve(channel)
        for delivery in claimed:
            self._busy += 1
            group.create_task(self._deliver(delivery))
        if not claimed:
            await self._sleep()

    async def _reserve(self, channel: OpenChannel) -> list[Delivery]:
        room = min(MOST_SENDING - self._busy, ceil(channel.rate * AHEAD) if channel.rate else 64)
        if room <= 0:
            return []
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
        if due is not None and self._busy == 0:
            at_most = min(max((due - self._clock.now()).total_seconds(), 0.05), LONGEST_SLEEP)
        await self._bell.wait(self._topic, at_most)

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            channel = self._registry.find(self._channel_id)
            if channel is None:
                await self._release(delivery)
            elif (wait := await self._wait_for_turn(channel, delivery.recipient)) > 0:
                await self._release(delivery, after=wait)
            elif self._stopping.is_set():
                await self._release(delivery)
            else:
                await self._send(channel, delivery)
        except Unavailable as busy:
            # Nothing was sent: the lease runs out and the row goes back to the queue.
            log.warning("delivery waits", action="delivery.postponed", why=str(busy))
        except Exception:
            # Others are being sent beside it. Its lease runs out: then it is queued or unknown.
            log.exception("delivery broke", action="delivery.broken", delivery_id=delivery.id)
        finally:
            self._busy -= 1
            self._bell.ring(self._topic)

    async def _release(self, delivery: Delivery, *, after: float = 0.0) -> None:
        """Give back what was not begun: at once, or for when its platform takes it again."""
        later = self._clock.now() + timedelta(seconds=after) if after > PATIENCE else None
        await self._database.write(
            lambda s: store.release(s, [delivery.id], self._worker, later=later)
        )

    async def _wait_for_turn(self, channel: OpenChannel, recipient: str) -> float:
        """Until this send may go, then 0; or more, the seconds after which to try again: where the
        platform wants a longer wait than a lease may last, or the hub stops. A chat's own pace
        holds up no other chat."""
        while (wait := self._chat_wait(channel, recipient)) > 0:
            if not await self._waited(wait):
                return wait
        async with self._turn:
            while (wait := self._channel_wait(channel)) > 0:
                if not await self._waited(wait):
                    return wait
            if (chat := self._chat(channel, recipient, time.monotonic())) is not None:
                chat.take(time.monotonic())
        return 0.0

    async def _waited(self, seconds: float) -> bool:
        if seconds > PATIENCE:
            return False
        await pause(seconds, self._stopping)
        return not self._stopping.is_set()

    def _chat_wait(self, channel: OpenChannel, recipient: str) -> float:
        now = time.monotonic()
        chat = self._chat(channel, recipient, now)
        return 0.0 if chat is None else chat.peek(now)

    def _channel_wait(self, channel: OpenChannel) -> float:
        now = time.monotonic()
        return self._channel_bucket(channel, now).take(now) if channel.rate else 0.0

    def _held(self, channel: OpenChannel) -> float:
        """For how many seconds the platform wants nothing from this channel."""
        now = time.monotonic()
        return self._channel_bucket(channel, now).peek(now) if channel.rate else 0.0

    def _channel_bucket(self, channel: OpenChannel, now: float) -> Bucket:
        if self._rate is None or self._rate.rate != channel.rate:
            self._rate = Bucket.full(channel.rate, 1.0, now)
        return self._rate

    def _chat(self, channel: OpenChannel, recipient: str, now: float) -> Bucket | None:
        per_chat = channel.platform.limits.per_chat_per_second
        if not per_chat or not channel.rate:
            return None
        if len(self._chats) > MOST_CHATS:  # a full bucket is as good as none
            self._chats = {k: b for k, b in self._chats.items() if b.peek(now) > 0}
        if recipient not in self._chats:
            self._chats[recipient] = Bucket.full(per_chat, CHAT_BURST, now)
        return self._chats[recipient]

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
        begun = await self._begin(delivery, pieces)
        if begun is None:  # the channel was paused meanwhile: its queue is kept
            await self._release(delivery)
            return
        await self._attempt(channel, begun, ours)

    async def _refuse(self, delivery: Delivery, error: Exception) -> None:
        failure = error if isinstance(error, SendFailed) else SendFailed("A file is missing")
        now = self._clock.now()
        await self._database.write(lambda s: sending.refuse(s, delivery, failure, now))

    async def _begin(self, delivery: Delivery, pieces: list[dict[str, Any]]) -> Begun | None:
        now = self._clock.now()
        return await self._database.write(lambda s: sending.begin(s, delivery, pieces, now))

    def _outbound(self, delivery: Delivery, content: OutboundContent) -> Outbound:
        return Outbound(
            delivery.recipient, SendMessage(content), delivery.thread_key, str(delivery.id)
        )

    async def _attempt(self, channel: OpenChannel, begun: Begun, ours: Outbound) -> None:
        """The socket, outside any transaction; then its outcome, on record."""
        failpoint("send.before_request")
        outcome = await self._call(channel, ours)
        failpoint("send.after_response")
        verdict = await self._record(begun, outcome, channel.credentials)
        if isinstance(verdict, RetryAt) and verdict.wait_scope:
            self._block(channel, begun.delivery.recipient, verdict)

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

    async def _record(
        self, begun: Begun, outcome: Sent | SendFailed, credentials: bytes
    ) -> Verdict | None:
        """Keep the outcome; a database that is busy is asked again, for what is known must not
        become unknown."""
        wait = 0.1
        while True:
            try:
                return await self._database.write(
                    lambda s: _record(s, begun, outcome, credentials, self._clock.now())
                )
            except Unavailable:
                log.warning("outcome waits for the database", action="delivery.record_waits")
                if self._stopping.is_set() and wait > 2:
                    raise
                await pause(wait, asyncio.Event())
                wait = min(wait * 2, 5.0)

    def _block(self, channel: OpenChannel, recipient: str, verdict: RetryAt) -> None:
        now = time.monotonic()
        until = now + (verdict.due_at - self._clock.now()).total_seconds()
        if verdict.wait_scope == "chat":
            if (chat := self._chat(channel, recipient, now)) is not None:
                chat.block(until)
        elif channel.rate:
            self._channel_bucket(channel, now).block(until)


def _record(
    session: Session,
    begun: Begun,
    outcome: Sent | SendFailed,
    credentials: bytes,
    now: datetime,
) -> Verdict | None:
    if isinstance(outcome, SendFailed):
        jitter = random.random()  # noqa: S311 - spreads retries, guards nothing
        return sending.record_failure(
            session, begun, outcome, credentials=credentials, jitter=jitter, now=now
        )
    sending.record_sent(session, begun, outcome, now)
    return None
