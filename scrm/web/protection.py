"""What guards every request: headers, where writes may come from, and slow connections."""

import asyncio
import math
import socket
import struct
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from aiohttp.web_protocol import RequestHandler

from scrm.kernel.errors import Forbidden, TooManyRequests
from scrm.web.addresses import client_network
from scrm.web.crowds import MOST_PER_ADDRESS, Crowd
from scrm.web.problems import answer_for
from scrm.web.proxies import Proxies

log = structlog.get_logger()

HEADERS_WITHIN = 15.0
"""Seconds from a connection's (or a further request's) first byte to the end of its headers."""
TAKEN_WITHIN = 30.0
"""Seconds after which it is looked how much was taken of an answer that waits for its reader."""
LEAST_TAKEN = 500 * TAKEN_WITHIN
"""Bytes of it: who takes fewer holds a handler and its answer for nothing."""
RESET = struct.pack("ii", 1, 0)
"""No lingering: the system keeps nothing for somebody who does not read."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)


def security_headers(frame_ancestors: str) -> Callable[[web.Request, web.StreamResponse], Any]:
    """A signal that puts the headers on every answer; handlers may have set stricter ones."""
    policy = CONTENT_POLICY.format(ancestors=frame_ancestors or "'none'")

    async def add(_request: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)")
        headers.setdefault("Cache-Control", "no-store")
        headers["Server"] = "scrm"

    return add


def require_own_site(request: web.Request) -> None:
    """Refuse a write that another site's page makes with this browser's cookie (S-11)."""
    if request.method in SAFE_METHODS or "Authorization" in request.headers:
        return
    if not _is_own(request):
        raise Forbidden("This request came from another site", code="cross_site")


def _is_own(request: web.Request) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


async def hang_up_on_the_oversized(request: web.Request, response: web.StreamResponse) -> None:
    """What comes behind a 413 is not even read to be thrown away. The line stays for the moment that
    its sender needs to hear it: hung up on at once they may be told of a broken line only."""
    if response.status == 413 and isinstance(request.protocol, ImpatientHandler):
        request.protocol.read_no_more()


def few_at_once(
    crowd: Crowd, otherwise_bounded: Callable[[web.Request], bool] = lambda _: False
) -> Middleware:
    """Bound the requests of one client that are under way. Those that last, and have a bound of
    their own, are `otherwise_bounded`."""

    @web.middleware
    async def bound(request: web.Request, handler: Handler) -> web.StreamResponse:
        if otherwise_bounded(request):
            return await handler(request)
        try:
            crowd.enter(client := client_network(request))
        except TooManyRequests as refusal:
            return answer_for(refusal)
        try:
            return await handler(request)
        finally:
            crowd.leave(client)

    return bound


class ImpatientHandler(RequestHandler):
    """Closes connections that take too long over their headers or don't take their answers, and
    the many of one address. A proxy of ours has no limit: it holds the connections of many.

    aiohttp has no deadlines of its own: a silent or dripping socket, or one that reads nothing,
    would stay for ever.
    """

    __slots__ = ("_address", "_deadline", "_is_counted", "_is_deaf", "_untaken")
    open_by_address: ClassVar[Counter[str]] = Counter()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline: asyncio.TimerHandle | None = None
        self._untaken: asyncio.TimerHandle | None = None
        self._address = ""
        self._is_counted = False
        self._is_deaf = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self._address = peer[0] if isinstance(peer, tuple) else ""
        self._is_counted = True
        self.open_by_address[self._address] += 1
        if self.open_by_address[self._address] > MOST_PER_ADDRESS and not self._is_a_proxy():
            self.force_close()
            return
        self._start_deadline()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._messages or self._request_in_progress:
            self._stop_deadline()
        elif self._deadline is None:
            self._start_deadline()  # for the rest of headers that came by halves

    def pause_writing(self) -> None:
        super().pause_writing()
        self._look_at_what_was_taken(math.inf)

    def resume_writing(self) -> None:
        self._stop_waiting_for_a_reader()
        super().resume_writing()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._stop_deadline()
        self._stop_waiting_for_a_reader()
        self.count_no_more()
        super().connection_lost(exc)

    def count_no_more(self) -> None:
        """Whoever is at its other end is known, and has a limit of another kind."""
        if not self._is_counted:
            return
        self._is_counted = False
        self.open_by_address[self._address] -= 1
        if self.open_by_address[self._address] <= 0:
            del self.open_by_address[self._address]

    def _is_a_proxy(self) -> bool:
        server = self._manager
        no_address = not self._address  # a socket in the file system
        return no_address or (isinstance(server, ImpatientServer) and server.trusts(self._address))

    def read_no_more(self) -> None:
        self._is_deaf = True
        self._pause_transport_reading()

    def _resume_transport_reading(self) -> None:
        if not self._is_deaf:
            super()._resume_transport_reading()

    def _start_deadline(self) -> None:
        self._deadline = self._loop.call_later(HEADERS_WITHIN, self._too_slow)

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _look_at_what_was_taken(self, left_before: float) -> None:
        transport = self.transport
        if transport is None:
            return
        left = transport.get_write_buffer_size()
        if left_before - left < LEAST_TAKEN:
            log.info("nobody reads", action="connection.unread", left=left)
            transport.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, RESET
            )
            transport.abort()
            return
        self._untaken = self._loop.call_later(TAKEN_WITHIN, self._look_at_what_was_taken, left)

    def _stop_waiting_for_a_reader(self) -> None:
        if self._untaken is not None:
            self._untaken.cancel()
            self._untaken = None

    def _too_slow(self) -> None:
        self._deadline = None
        if not self._request_in_progress and not self._messages:
            self.force_close()


class ImpatientServer(web.Server):
    """A server whose connections are impatient."""

    def __init__(self, *args: Any, proxies: Proxies, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trusts = proxies.trust

    def __call__(self) -> RequestHandler:
        return ImpatientHandler(self, loop=self._loop, **self._kwargs)
