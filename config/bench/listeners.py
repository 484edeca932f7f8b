"""Many open WebSockets in one process, on raw sockets, so that the client is never what is
measured."""

import base64
import os
import select
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass

PER_ADDRESS = 200
"""Connections from one loopback address: the hub bounds them, and what an address may begin."""
OPENED_WITHIN = 60.0
TOLD_WITHIN = 30.0
_FIRST_OCTET = 11


@dataclass(frozen=True, slots=True)
class Door:
    """Where to connect. One of `hello` is said by each once it is open, in turn; `ready` awaited."""

    port: int
    path: str
    origin: str
    hello: Sequence[bytes] = (b"",)
    ready: bytes = b""

    def hello_of(self, number: int) -> bytes:
        return self.hello[number % len(self.hello)]


class Unheard(Exception):
    """Some connections were not told in time."""


class Listeners:
    """Connected by `with`; tells how long all of them took to hear something."""

    def __init__(self, door: Door, count: int) -> None:
        self._door = door
        self._count = count
        self._poll = select.epoll()
        self._open: dict[int, socket.socket] = {}

    def __enter__(self) -> "Listeners":
        for number in range(self._count):
            self._connect(number)
        if self._door.ready:
            self._until_all_have(self._door.ready, OPENED_WITHIN)
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._open.values():
            one.close()
        self._poll.close()

    def _connect(self, number: int) -> None:
        here = (f"127.0.0.{_FIRST_OCTET + number // PER_ADDRESS}", 0)
        one = socket.create_connection(("127.0.0.1", self._door.port), source_address=here)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        one.sendall(
            f"GET {self._door.path} HTTP/1.1\r\nHost: 127.0.0.1:{self._door.port}\r\n"
            f"Origin: {self._door.origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        answer = one.recv(4096)
        if not answer.startswith(b"HTTP/1.1 101") or not answer.endswith(b"\r\n\r\n"):
            raise Unheard(answer[:200].decode(errors="replace"))
        if hello := self._door.hello_of(number):
            one.sendall(_masked(hello))
        one.setblocking(False)
        self._open[one.fileno()] = one
        self._poll.register(one.fileno(), select.EPOLLIN)

    def time_said(self, frame: bytes, words: bytes) -> float:
        """Seconds from what the first one says until all have been sent these words."""
        one = next(iter(self._open.values()))
        begun = time.perf_counter()
        one.sendall(_masked(frame))
        self._until_all_have(words, TOLD_WITHIN)
        return time.perf_counter() - begun

    def time_posted(self, request: bytes, words: bytes) -> float:
        """Seconds from this request until all have been sent these words."""
        with socket.create_connection(("127.0.0.1", self._door.port)) as asking:
            asking.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            begun = time.perf_counter()
            asking.sendall(request)
            self._until_all_have(words, TOLD_WITHIN)
            took = time.perf_counter() - begun
            answer = asking.recv(4096)
        if answer[9:10] != b"2":
            raise Unheard(answer[:300].decode(errors="replace"))
        return took

    def _until_all_have(self, words: bytes, within: float) -> None:
        """Words that come in two pieces are found too."""
        waiting = set(self._open)
        behind: dict[int, bytes] = {}
        ends = time.monotonic() + within
        while waiting:
            ready = self._poll.poll(max(ends - time.monotonic(), 0))
            if not ready:
                raise Unheard(f"{len(waiting)} of {self._count} did not hear {words!r}")
            for number, _ in ready:
                got = self._open[number].recv(65_536)
                if not got:
                    raise Unheard("a connection was closed")
                if number in waiting:
                    behind[number] = behind.get(number, b"") + got
                    if words in behind[number]:
                        waiting.discard(number)


def _masked(text: bytes) -> bytes:
    """A frame as clients send it. The mask of zeros leaves the text as it is."""
    if len(text) < 126:
        return b"\x81" + struct.pack("!B", 0x80 | len(text)) + bytes(4) + text
    return b"\x81" + struct.pack("!BH", 0x80 | 126, len(text)) + bytes(4) + text
