"""The quick way through a door: no task, no request and no response are made for what came whole
and asks for nothing special. What is not so plain goes the ordinary way, on the same connection."""

import asyncio
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aiohttp import HttpVersion11, StreamReader, hdrs
from aiohttp.http_parser import RawRequestMessage
from aiohttp.web_protocol import RequestHandler

from scrm.kernel.errors import TooManyRequests, Unavailable
from scrm.web.addresses import network_of
from scrm.web.doors import Answer, Asked, Door, Doors, Promised, broken, put_off, written
from scrm.web.protection import ImpatientHandler, ImpatientServer

_NOTHING: Mapping[str, str] = {}


class QuickHandler(ImpatientHandler):
    """Looks at a request before aiohttp's task is woken for it.

    While an answer waits, what comes behind it is parsed and left where aiohttp keeps it: its task
    takes it from there, after the answer. So there is one parser and one order.
    """

    __slots__ = ("_leave",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._leave: Callable[[], None] | None = None

    def data_received(self, data: bytes) -> None:
        idle, self._waiter = self._waiter, None  # its task would be woken for whatever comes
        try:
            super().data_received(data)
        finally:
            if idle is not None:
                self._waiter = idle
        if idle is None or idle.done() or not self._messages or self._request_in_progress:
            return  # a task that was woken takes what is there, and nobody else may
        if len(self._messages) > 1 or not self._took(*self._messages[0]):
            self._wake()

    def _took(self, message: Any, payload: StreamReader) -> bool:
        if not isinstance(message, RawRequestMessage) or not _is_plain(message, payload):
            return False
        if self._paused:  # who takes no answers waits for one
            return False
        server = self._manager
        door = server.doors.find(message.path) if isinstance(server, QuickServer) else None
        if door is None:
            return False
        self._messages.popleft()
        if self._parser is not None:
            self._parser.message_consumed()
        self._request_in_progress = True
        self._next_keepalive_close_time = self._loop.time() + self._keepalive_timeout
        self._ask(door, message, payload.read_nowait(-1))
        return True

    def _ask(self, door: Door, message: RawRequestMessage, body: bytes) -> None:
        path, asks, _ = message.path.partition("?")
        try:
            query = message.url.query if asks else _NOTHING
            self._enter(message)
            found = door.ask(Asked(message.method, path, query, message.headers, body))
        except TooManyRequests as refusal:
            found = Answer(429, wait=refusal.retry_after)
        except Unavailable as busy:
            found = put_off(busy, path)
        except Exception:
            found = broken()
        if isinstance(found, Promised):
            found.until.add_done_callback(partial(self._kept, found.answer, path))
        else:
            self._say(found)

    def _enter(self, message: RawRequestMessage) -> None:
        """Raises TooManyRequests."""
        crowd = self._manager.doors.crowd if isinstance(self._manager, QuickServer) else None
        if crowd is not None:
            forwarded = message.headers.getall("X-Forwarded-For", ())
            client = network_of(self._address, forwarded, crowd.proxies)
            crowd.enter(client)
            self._leave = partial(crowd.leave, client)

    def _kept(self, answer: Answer, path: str, until: "asyncio.Future[None]") -> None:
        if until.cancelled():
            self._say(put_off(Unavailable("The hub is stopping"), path))
            return
        error = until.exception()
        if error is None:
            self._say(answer)
        elif isinstance(error, Unavailable):
            self._say(put_off(error, path))
        else:
            self._say(broken(error))

    def _say(self, answer: Answer) -> None:
        """The end of what `_took` began, also where nobody listens any more."""
        self._request_in_progress = False
        if self._leave is not None:
            self._leave()
            self._leave = None
        if self._handler_waiter is not None and not self._handler_waiter.done():
            self._handler_waiter.set_result(None)
        if self.transport is None:
            return
        self.transport.write(written(answer, int(time.time())))
        if self._messages:
            self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _is_plain(message: RawRequestMessage, payload: StreamReader) -> bool:
    return (
        message.method == hdrs.METH_POST
        and message.version == HttpVersion11
        and payload.is_eof()
        and not (message.should_close or message.compression or message.upgrade)
        and hdrs.EXPECT not in message.headers
    )


class QuickServer(ImpatientServer):
    """A server whose doors are asked as quickly as can be."""

    def __init__(self, *args: Any, doors: Doors, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doors = doors

    def __call__(self) -> RequestHandler:
        return QuickHandler(self, loop=self._loop, **self._kwargs)
