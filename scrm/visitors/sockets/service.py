"""The open connections of visitors: each bounded, all counted, none with a timer of its own."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from random import randint
from typing import Any

import orjson
import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from scrm.channels.registry import OpenChannel
from scrm.delivery.policy import Bucket
from scrm.kernel.errors import TooManyRequests
from scrm.visitors.mail.values import Letter, Receipt
from scrm.visitors.sockets.values import Bounds, End
from scrm.visitors.values import Guest, Visit

log = structlog.get_logger()

WRITE_WITHIN = 20.0
AGAIN_IN = (1, 10)
"""Seconds after which those who were sent away come again: not all at once."""


class Socket:
    """One connection. Frames for it are queued and written beside whoever tells it; a client that
    reads too slowly is let go, and comes again for what it missed."""

    __slots__ = (
        "_flushing",
        "_queue",
        "_queued",
        "_unread_bytes",
        "_ws",
        "address",
        "answers",
        "channel",
        "ending",
        "frames",
        "guest",
        "heard_at",
        "is_greeted",
        "is_live",
        "request",
        "told",
        "visit",
    )

    def __init__(
        self, ws: web.WebSocketResponse, request: web.Request, channel: OpenChannel, address: str
    ) -> None:
        self._ws = ws
        self.request = request
        self.channel = channel
        self.address = address
        self.guest = Guest(channel.id, "")
        self.visit = Visit()
        self.told = 0
        """The place of the last message that it was told."""
        self.is_greeted = False
        self.is_live = False
        """Caught up: from here on it is told what comes."""
        self.ending = False
        self.answers: dict[str, asyncio.Future[None]] = {}
        """Its own messages that wait for word of their commit."""
        self.heard_at = asyncio.get_running_loop().time()
        self.frames: Bucket | None = None
        self._queue: deque[bytes] | None = None
        self._queued = 0
        self._unread_bytes = 0
        self._flushing: asyncio.Task[None] | None = None

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
        elif self._flushing is None:
            self._flushing = asyncio.get_running_loop().create_task(self._flush())

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

    async def _flush(self) -> None:
        queue = self._queue or deque()
        try:
            while queue:
                frame = queue.popleft()
                self._queued -= len(frame)
                await self.write(frame)
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
        """Say why, and close."""
        if self.ending:
            return
        self.say(type="ended", code=why.value, again_in=again_in)
        self.ending = True
        if self._flushing is not None:
            await self._flushing
        await self._ws.close(code=code)


class Lobby:
    """All connections of this process, by visitor and by where they come from."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._sockets: set[Socket] = set()
        self._per_address: Counter[str] = Counter()
        self._by_token: defaultdict[str, set[Socket]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._sockets)

    def __iter__(self) -> Iterator[Socket]:
        return iter(list(self._sockets))

    def require_room(self, address: str) -> None:
        """Raises TooManyRequests, before anything is spent on a connection."""
        full = len(self._sockets) >= self.bounds.sockets
        if full or self._per_address[address] >= self.bounds.sockets_per_address:
            if not self._per_address[address]:
                del self._per_address[address]
            raise TooManyRequests("Too many chats are open", _soon())

    def enter(self, socket: Socket) -> None:
        socket.bound(self.bounds)
        self._sockets.add(socket)
        self._per_address[socket.address] += 1

    def leave(self, socket: Socket) -> None:
        self._sockets.discard(socket)
        self._per_address[socket.address] -= 1
        if self._per_address[socket.address] <= 0:
            del self._per_address[socket.address]
        own = self._by_token.get(socket.guest.token_hash, set())
        own.discard(socket)
        if not own:
            self._by_token.pop(socket.guest.token_hash, None)

    def greet(self, socket: Socket, guest: Guest) -> None:
        """From here on it is known whose it is."""
        socket.guest = guest
        socket.is_greeted = True
        self._by_token[guest.token_hash].add(socket)

    def of_token(self, token_hash: str) -> list[Socket]:
        """The tabs of one browser."""
        return list(self._by_token.get(token_hash, ()))

    def is_here(self, token_hash: str) -> bool:
        """Whether a browser has a tab open at this process."""
        return token_hash in self._by_token

    def overdue(self, now: float) -> list[Socket]:
        """Those who have not said who they are, or nothing at all for too long."""
        bounds = self.bounds
        return [
            one
            for one in self._sockets
            if now - one.heard_at > (bounds.silent_for if one.is_greeted else bounds.hello_within)
        ]

    async def send_away(self, sockets: Iterable[Socket]) -> None:
        """The hub stops: they come again, each in its own time."""
        await asyncio.gather(
            *(
                one.end(End.GOING_AWAY, again_in=_soon(), code=WSCloseCode.GOING_AWAY)
                for one in sockets
            )
        )


def _soon() -> int:
    return randint(*AGAIN_IN)  # noqa: S311 - spreads them, guards nothing
