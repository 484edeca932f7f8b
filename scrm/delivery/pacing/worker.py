"""How quickly a channel may be written to: by its own rate, and by that of each chat on it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from scrm.channels.registry import OpenChannel
from scrm.delivery.policy import Bucket, RetryAt
from scrm.kernel.loop import pause

PATIENCE = 10.0
"""Seconds of a platform's own waiting time in which what is reserved keeps its place."""
CHAT_BURST = 3.0
MOST_CHATS = 10_000
MOST_ASIDE = 16
"""Deliveries of a channel that wait for their own chat; more go back into the queue for so long."""
MOST_REPLIES_ASIDE = 64
"""The same for the highest lane, whoever else stands there."""


class Turnstile:
    """One at a time: those of the highest lane first, and of a lane as they came."""

    def __init__(self) -> None:
        self._is_taken = False
        self._numbers = count()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def turn(self, lane: int) -> AsyncIterator[None]:
        await self._enter(lane)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, lane: int) -> None:
        if not self._is_taken:
            self._is_taken = True
            return
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (lane, next(self._numbers), called))
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():
                self._leave()  # it was called just then
            raise

    def _leave(self) -> None:
        while self._waiting:
            _, _, called = heappop(self._waiting)
            if not called.done():
                called.set_result(None)
                return
        self._is_taken = False


class Pace:
    """The pace of one channel; `stopping` ends what waits. `aside` stand those whose own chat wants a
    wait: they are in nobody's way, which `told` hears of."""

    def __init__(self, told: Callable[[], None]) -> None:
        self.stopping = asyncio.Event()
        self.aside = 0
        self._told = told
        self._turns = Turnstile()
        self._rate: Bucket | None = None
        self._chats: dict[str, Bucket] = {}

    async def wait_for_turn(self, channel: OpenChannel, recipient: str, lane: int) -> float:
        """Until this send may go, then 0; or more, the seconds after which to try again: where the
        platform wants a longer wait than a lease may last, too many stand aside, or the hub stops.
        A chat's own pace holds up no other chat, nor a lower lane a higher one."""
        while (wait := self._chat_wait(channel, recipient)) > 0:
            most = MOST_ASIDE if lane > 0 else MOST_REPLIES_ASIDE
            if self.aside >= most or not await self._waited_aside(wait):
                return wait
        async with self._turns.turn(lane):
            while (wait := self._channel_wait(channel)) > 0:
                if not await self._waited(wait):
                    return wait
            if (chat := self._chat(channel, recipient, time.monotonic())) is not None:
                chat.take(time.monotonic())
        return 0.0

    async def _waited_aside(self, seconds: float) -> bool:
        self.aside += 1
        self._told()
        try:
            return await self._waited(seconds)
        finally:
            self.aside -= 1

    async def _waited(self, seconds: float) -> bool:
        if seconds > PATIENCE:
            return False
        await pause(seconds, self.stopping)
        return not self.stopping.is_set()

    def _chat_wait(self, channel: OpenChannel, recipient: str) -> float:
        now = time.monotonic()
        chat = self._chat(channel, recipient, now)
        return 0.0 if chat is None else chat.peek(now)

    def _channel_wait(self, channel: OpenChannel) -> float:
        now = time.monotonic()
        return self._channel_bucket(channel, now).take(now) if channel.rate else 0.0

    def held(self, channel: OpenChannel) -> float:
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

    def block(
        self, channel: OpenChannel, recipient: str, verdict: RetryAt, now_at: datetime
    ) -> None:
        """The platform wants a wait, of this chat or of the whole channel."""
        now = time.monotonic()
        until = now + (verdict.due_at - now_at).total_seconds()
        if verdict.wait_scope == "chat":
            if (chat := self._chat(channel, recipient, now)) is not None:
                chat.block(until)
        elif channel.rate:
            self._channel_bucket(channel, now).block(until)
