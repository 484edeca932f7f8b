"""Doors beside the application: what platforms call thousands of times a second needs neither its
router nor its signals, and is answered in a few bytes."""

import time
from collections.abc import Awaitable, Callable, Mapping
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus

from aiohttp import HttpVersion11, hdrs, web
from aiohttp.web_request import BaseRequest

from scrm.web.protection import hang_up_on_the_oversized

Door = Callable[[web.Request], Awaitable[web.StreamResponse]]

DOORS = web.AppKey("doors", Mapping[str, Door])
"""Handlers by the first part of the path. What comes through one has no `request.app`."""


def with_doors(doors: Mapping[str, Door], otherwise: Door) -> Door:
    """Send a request through its door; one that waits for `100 Continue` needs the router."""

    async def handle(request: web.Request) -> web.StreamResponse:
        door = doors.get(request.raw_path[1:].partition("/")[0])
        if door is None or hdrs.EXPECT in request.headers:
            return await otherwise(request)
        try:
            return await door(request)
        except web.HTTPRequestEntityTooLarge as refusal:
            await hang_up_on_the_oversized(request, refusal)
            raise

    return handle


def short_answer(
    request: web.Request, status: int = 200, body: bytes = b"", content_type: str = "text/plain"
) -> web.StreamResponse:
    """A whole answer without headers of its own, for a machine that goes on asking."""
    goes_on = request.version == HttpVersion11 and request.keep_alive
    if goes_on and request.method in (hdrs.METH_POST, hdrs.METH_GET):
        return _written(status, content_type, body, int(time.time()))
    return web.Response(status=status, body=body, content_type=content_type)


class _Written(web.StreamResponse):
    """An answer whose bytes are ready: nothing of it is left to prepare. It knows of no request, so
    that one serves all who are told the same."""

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

    async def write_eof(self, data: bytes = b"") -> None:
        """It is written already."""


@lru_cache(64)
def _written(status: int, content_type: str, body: bytes, second: int) -> _Written:
    lines = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        f"Date: {formatdate(second, usegmt=True)}",
    )
    return _Written("\r\n".join((*lines, "", "")).encode("ascii") + body)
