"""Doors beside the application: what platforms call thousands of times a second needs neither its
router nor its signals, and is answered in a few bytes.

A door is asked with a whole request and answers at once, or says what its answer waits for. So the
same door serves the quick way (`scrm.web.quick`), which most requests take, and the ordinary one.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple, Protocol

import structlog
from aiohttp import HttpVersion11, hdrs, web
from aiohttp.web_request import BaseRequest

from scrm.kernel.errors import TooManyRequests, Unavailable
from scrm.web.addresses import network_of
from scrm.web.crowds import Crowd
from scrm.web.dispatch import read_body
from scrm.web.problems import RETRY_UNAVAILABLE
from scrm.web.protection import hang_up_on_the_oversized

log = structlog.get_logger()

MOST_BODY = 4_000_000

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Asked(NamedTuple):
    """A whole request. `path` comes as it was written, without its query; headers are found in any
    case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


class Answer(NamedTuple):
    """`wait`: seconds after which to come again."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"
    wait: float | None = None


class Promised(NamedTuple):
    """An answer that is true once `until` is done; what that raises is the answer otherwise."""

    until: asyncio.Future[None]
    answer: Answer


class Door(Protocol):
    """What stands behind an address. Nothing of it waits."""

    def refuses(self, path: str) -> Answer | None:
        """The answer to whom nothing is taken from: known before anything of a body is read."""
        ...

    def ask(self, asked: Asked) -> Answer | Promised:
        """Raises Unavailable."""
        ...


class Doors:
    """Doors by the first part of the path. `crowd` bounds the requests of one client."""

    def __init__(self, doors: Mapping[str, Door], crowd: Crowd | None = None) -> None:
        self._doors = doors
        self.crowd = crowd

    def find(self, path: str) -> Door | None:
        return self._doors.get(path[1:].partition("/")[0])

    def before(self, otherwise: Handler) -> Handler:
        """Requests through their door, and all others `otherwise`, as one that waits for
        `100 Continue`: that needs the router."""

        async def handle(request: web.Request) -> web.StreamResponse:
            door = self.find(request.raw_path)
            if door is None or hdrs.EXPECT in request.headers:
                return await otherwise(request)
            try:
                with self._in_the_crowd(request):
                    return await _through(door, request)
            except TooManyRequests as refusal:
                return short_answer(request, Answer(429, wait=refusal.retry_after))
            except web.HTTPRequestEntityTooLarge as refusal:
                await hang_up_on_the_oversized(request, refusal)
                raise

        return handle

    def behind(self, name: str) -> Handler:
        """A door as a handler of the application, which bounds its clients itself."""
        door = self._doors[name]

        async def handle(request: web.Request) -> web.StreamResponse:
            return await _through(door, request)

        return handle

    @contextmanager
    def _in_the_crowd(self, request: web.Request) -> Iterator[None]:
        if self.crowd is None:
            yield
            return
        forwarded = request.headers.getall("X-Forwarded-For", ())
        client = network_of(request.remote or "", forwarded, self.crowd.proxies)
        with self.crowd.one_of(client):
            yield


async def _through(door: Door, request: web.Request) -> web.StreamResponse:
    path, asks, _ = request.raw_path.partition("?")
    refusal = door.refuses(path)
    if refusal is not None:
        return short_answer(request, refusal)
    body = await read_body(request, MOST_BODY)
    query = request.query if asks else {}
    return short_answer(
        request, await _answered(door, Asked(request.method, path, query, request.headers, body))
    )


async def _answered(door: Door, asked: Asked) -> Answer:
    try:
        found = door.ask(asked)
        if isinstance(found, Answer):
            return found
        await found.until
    except Unavailable as busy:
        return put_off(busy, asked.path)
    except Exception:
        return broken()
    return found.answer


def put_off(busy: Unavailable, path: str) -> Answer:
    log.warning("a request is put off", action="web.put_off", path=path, why=str(busy))
    return Answer(503, wait=RETRY_UNAVAILABLE)


def broken(error: BaseException | None = None) -> Answer:
    """Of the error that is being handled, or this one."""
    log.error("a door is broken", action="web.broken", exc_info=error or True)
    return Answer(500)


def short_answer(request: web.Request, answer: Answer) -> web.StreamResponse:
    """A whole answer without headers of its own, for a machine that goes on asking."""
    goes_on = request.version == HttpVersion11 and request.keep_alive
    if goes_on and request.method in (hdrs.METH_POST, hdrs.METH_GET):
        return _Written(written(answer, int(time.time())))
    headers = {} if answer.wait is None else {"Retry-After": f"{answer.wait:.0f}"}
    return web.Response(
        status=answer.status, body=answer.body, content_type=answer.content_type, headers=headers
    )


class _Written(web.StreamResponse):
    """An answer whose bytes are ready: nothing of it is left to prepare."""

    def __init__(self, whole: bytes) -> None:
        super().__init__()
        self._whole = whole
        self._eof_sent = True

    @property
    def keep_alive(self) -> bool:
        return True

    async def prepare(self, request: BaseRequest) -> None:
        transport = request.transport
        if transport is None or transport.is_closing():
            raise ConnectionResetError("whoever asked is gone")
        transport.write(self._whole)
        await request.writer.drain()

    async def write_eof(self, data: bytes = b"") -> None:
        """It is written already."""


@lru_cache(64)
def written(answer: Answer, second: int) -> bytes:
    """The answer as it goes over the wire in that second, on a line that stays."""
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        f"Content-Type: {answer.content_type}",
        f"Content-Length: {len(answer.body)}",
        f"Date: {formatdate(second, usegmt=True)}",
    ]
    if answer.wait is not None:
        lines.append(f"Retry-After: {answer.wait:.0f}")
    return "\r\n".join((*lines, "", "")).encode("ascii") + answer.body


DOORS = web.AppKey("doors", Doors)
