"""The open connections of visitors: each bounded, all counted, none with a timer of its own."""

import asyncio
import math
from collections import deque
from typing import Any

import orjson
import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from scrm.delivery.policy import Bucket
from scrm.visitors.mail.values import NEVER, Box, Letter, Receipt, Want
from scrm.visitors.sites.service import Site
from scrm.visitors.sockets.rounds.service import Round
from scrm.visitors.sockets.values import Bounds, End
from scrm.visitors.values import Guest, Page, Visit

log = structlog.get_logger()

WRITE_WITHIN = 20.0
END_WITHIN = 2.0
"""Seconds for the last word and the goodbye: others wait for it."""

Key = tuple[int, str]
"""A channel and an address on it."""
Viewed = tuple[Guest, Page]
"""A page that a visitor looks at now."""


MOST_UNDER_WAY, MOST_IN_FRAME = 16_000, 32_000
"""Bytes: together less than the 64 kB at which a transport makes its writer wait."""


class Socket:
    """One connection. Frames for it are queued and written beside whoever tells it; a client that
    reads too slowly is let go, and comes again for what it missed."""

    __slots__ = (
        "_flushing",
        "_is_called",
        "_queue",
        "_queued",
        "_round",
        "_unread_bytes",
        "_ws",
        "address",
        "answers",
        "came_at",
        "channel",
        "ending",
        "frames",
        "guest",
        "heard_at",
        "is_asked_again",
        "is_greeted",
        "is_live",
        "request",
        "told",
        "visit",
        "website",
    )

    def __init__(
        self,
        ws: web.WebSocketResponse,
        request: web.Request,
        site: Site,
        address: str,
        together: Round,
    ) -> None:
        self._ws = ws
        self._round = together
        self.request = request
        self.channel = site.channel
        self.website = site.website
        """As the settings were when it came."""
        self.address = address
        self.guest = Guest(site.channel.id, "")
        self.visit = Visit()
        self.told = 0
        """The place of the last message that it was told."""
        self.is_greeted = False
        self.is_asked_again = False
        """Something became of its token, or of a visitor, while we looked for who it is."""
        self.is_live = False
        """Caught up: from here on it is told what comes."""
        self.ending = False
        self.answers: dict[str, asyncio.Future[None]] = {}
        """Its own messages that wait for word of their commit."""
        self.came_at = asyncio.get_running_loop().time()
        self.heard_at = self.came_at
        self.frames: Bucket | None = None
        self._queue: deque[bytes] | None = None
        self._queued = 0
        self._unread_bytes = 0
        self._flushing: asyncio.Task[None] | None = None
        self._is_called = False

    def bound(self, bounds: Bounds) -> None:
        self.frames = Bucket.full(*bounds.frames, self.heard_at)
        self._unread_bytes = bounds.unread_bytes

    def say(self, **frame: Any) -> None:
        self.tell(orjson.dumps(frame))

    def tell(self, frame: bytes) -> None:
        """Never waits."""
        if self.ending:
            return
        if self._queue is None:
            self._queue = deque()
        self._queue.append(frame)
        self._queued += len(frame)
        if self._queued > self._unread_bytes + len(frame):
            log.info("slow visitor let go", action="visitors.slow")
            self.drop()
        elif self._flushing is None and not self._is_called:
            self._is_called = True
            self._round.call(self)

    def hand(self, letter: Letter) -> None:
        """Tell it a message; its own that it waits for is answered instead."""
        if letter.place <= self.told:
            return
        self.told = letter.place
        if letter.client_id in self.answers:
            self.answer(letter.client_id, Receipt(letter.place, letter.message_id, letter.at))
        else:
            self.tell(letter.frame)

    def answer(self, client_id: str, receipt: Receipt) -> None:
        """What it sent is committed."""
        waiting = self.answers.pop(client_id, None)
        if waiting is None:
            return
        self.say(
            type="sent",
            client_id=client_id,
            seq=receipt.place,
            id=str(receipt.message_id),
            at=receipt.at,
        )
        if not waiting.done():
            waiting.set_result(None)

    async def write(self, frame: bytes) -> None:
        """Write while nobody else does, as fast as the client reads. Raises ConnectionError, and
        TimeoutError for one that does not."""
        async with asyncio.timeout(WRITE_WITHIN):
            await self._ws.send_frame(frame, WSMsgType.TEXT)

    async def write_or_wait(self) -> None:
        """Write what is queued as long as that waits for nobody. The rest is written by a task of
        its own, as fast as the client reads."""
        self._is_called = False
        if self._flushing is not None:
            return
        try:
            while self._queue and len(self._queue[0]) < MOST_IN_FRAME and self._is_free:
                await self._ws.send_frame(self._next(self._queue), WSMsgType.TEXT)
        except ConnectionError:
            self._queue = None  # whoever was there is gone: the handler sees it too
        if not self._queue:
            self._queue = None
        else:
            self._flushing = asyncio.get_running_loop().create_task(self._flush())

    @property
    def _is_free(self) -> bool:
        transport = self.request.transport
        return transport is None or transport.get_write_buffer_size() < MOST_UNDER_WAY

    def _next(self, queue: deque[bytes]) -> bytes:
        frame = queue.popleft()
        self._queued -= len(frame)
        return frame

    async def _flush(self) -> None:
        queue = self._queue or deque()
        try:
            while queue:
                await self.write(self._next(queue))
        except ConnectionError:
            queue.clear()  # whoever was there is gone: the handler sees it too
        except TimeoutError:
            self.drop()
        finally:
            self._flushing = None
            if not queue:
                self._queue = None

    def drop(self) -> None:
        """Cut it off: there is no word that it would hear in time."""
        self.ending = True
        if self._queue is not None:
            self._queue.clear()
        if self.request.transport is not None:
            self.request.transport.abort()

    async def finished(self) -> None:
        """Nothing more is written: the connection is over."""
        self.ending = True
        for waiting in self.answers.values():
            waiting.cancel()
        if self._flushing is not None:
            self._flushing.cancel()
            await asyncio.gather(self._flushing, return_exceptions=True)

    async def end(
        self, why: End, *, again_in: int | None = None, code: int = WSCloseCode.POLICY_VIOLATION
    ) -> None:
        """Say why, and close; whoever does not read that in time is cut off."""
        if self.ending:
            return
        self.say(type="ended", code=why.value, again_in=again_in)
        self.ending = True
        try:
            async with asyncio.timeout(END_WITHIN):
                await self.write_or_wait()
                if self._flushing is not None:
                    await self._flushing
                await self._ws.close(code=code)
        except TimeoutError:
            self.drop()


class Thread:
    """What the open sockets of one visitor have in common."""

    __slots__ = (
        "box",
        "key",
        "openers",
        "pages",
        "rate",
        "read",
        "sockets",
        "told_read",
        "typing_told_at",
        "wants_read",
    )

    def __init__(self, key: Key) -> None:
        self.key = key
        self.sockets: set[Socket] = set()
        self.box: Box | None = None
        self.openers: list[asyncio.Future[None]] = []
        self.read = 0
        self.pages: list[Viewed] = []
        self.rate: int | None = None
        """The conversation of which the visitor may say how it was."""
        self.wants_read = True
        self.told_read = 0
        self.typing_told_at = -math.inf

    def want(self) -> Want:
        live = [socket.told for socket in self.sockets if socket.is_live]
        known = self.box
        return Want(
            channel_id=self.key[0],
            address=self.key[1],
            since=min(live, default=NEVER),
            floors=known.floors if known else {},
            waiting=known.waiting if known else frozenset(),
            read=self.read,
            client_ids=tuple({one for socket in self.sockets for one in socket.answers}),
            asks_read=self.wants_read,
        )

    @property
    def is_idle(self) -> bool:
        """Nobody is there, and nothing is left to be written down."""
        return not (self.sockets or self.read or self.pages)

    def live(self) -> list[Socket]:
        return [socket for socket in self.sockets if socket.is_live]
