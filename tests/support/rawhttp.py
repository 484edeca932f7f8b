"""Bytes straight to a hub's port, for requests that no client library would send."""

import asyncio
import os
import socket
from dataclasses import dataclass
from typing import Self

from yarl import URL

PATIENCE = 20.0
"""Seconds for what must come."""
SILENCE = 0.2
"""Seconds in which nothing comes that nobody asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of the first answer (0: none came), and how many bytes the hub took in."""

    status: int
    body: bytes
    sent: int


async def say(address: str, *chunks: bytes, patience: float = PATIENCE) -> Answer:
    """Send the chunks as long as the hub takes them; what it answers until it hangs up, or falls
    silent for so long. What is no request may get no answer: a test of it has less patience.

    The connection stays open on our side: a hub that hears its end gives no answer.
    """
    url = URL(address)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    receiving = asyncio.create_task(_all(reader, patience))
    sent = 0
    try:
        for chunk in chunks:
            writer.write(chunk)
            await writer.drain()
            sent += len(chunk)
            if receiving.done():
                break
    except (ConnectionError, OSError):
        pass  # refused in the middle: the answer says with what
    received = await receiving
    writer.close()
    head, _, body = received.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    return Answer(int(words[1]) if len(words) > 1 else 0, body, sent)


async def _all(reader: asyncio.StreamReader, patience: float) -> bytes:
    received = b""
    try:
        async with asyncio.timeout(patience) as silence:
            while chunk := await reader.read(65_536):
                received += chunk
                silence.reschedule(asyncio.get_running_loop().time() + patience)
    except (ConnectionError, TimeoutError):
        return received
    return received


@dataclass(frozen=True, slots=True)
class Raw:
    """One answer of several on a connection."""

    status: int
    headers: dict[str, str]
    body: bytes


async def tell(address: str, sent: bytes, *, answers: int = 1, hangs_up: bool = False) -> list[Raw]:
    """Send bytes at once; so many answers, and nothing behind them. Whether the hub `hangs_up` then
    is looked at only where it has to."""
    url = URL(address)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(sent)
    bodies = not sent.startswith(b"HEAD")
    async with asyncio.timeout(PATIENCE):
        heard = [await _next(reader, bodies=bodies) for _ in range(answers)]
        if hangs_up:
            assert await reader.read() == b""
    if not hangs_up:
        assert await _all(reader, SILENCE) == b""
    writer.close()
    return heard


async def _next(reader: asyncio.StreamReader, *, bodies: bool) -> Raw:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    length = int(headers.get("content-length", 0)) if bodies else 0
    return Raw(int(first.split(" ")[1]), headers, await reader.readexactly(length))


class Line:
    """A connection that stays, one answer at a time."""

    def __init__(self, address: str, *, takes: int = 0) -> None:
        """`takes`: bytes that wait here to be read, for who is slow to take them."""
        self._url = URL(address)
        self._takes = takes

    async def __aenter__(self) -> Self:
        way = socket.socket()
        if self._takes:
            way.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._takes)
        way.setblocking(False)
        await asyncio.get_running_loop().sock_connect(way, (self._url.host, self._url.port))
        limit = self._takes or 65_536
        self._reader, self._writer = await asyncio.open_connection(sock=way, limit=limit)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    def begin(self, sent: bytes) -> None:
        """Send it as it is taken."""
        self._writer.write(sent)

    async def send(self, sent: bytes) -> None:
        self._writer.write(sent)
        await self._writer.drain()

    def send_now(self, sent: bytes) -> None:
        """Before anybody else has a turn."""
        os.write(self._writer.get_extra_info("socket").fileno(), sent)

    async def tell(self, sent: bytes) -> Raw:
        await self.send(sent)
        return await self.next()

    async def next(self) -> Raw:
        """The next answer, with its body."""
        async with asyncio.timeout(PATIENCE):
            return await _next(self._reader, bodies=True)

    async def is_silent(self) -> bool:
        """Whether nothing comes for a while."""
        try:
            async with asyncio.timeout(SILENCE):
                return not await self._reader.read(1)
        except TimeoutError:
            return True

    async def is_hung_up_on(self) -> bool:
        async with asyncio.timeout(PATIENCE):
            return await self._reader.read() == b""


def request(method: str, path: str, *headers: str, body: bytes = b"", host: str = "hub") -> bytes:
    """A request as it goes over the wire; Content-Length is the caller's to give."""
    head = "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {host}", *headers])
    return head.encode("latin-1") + b"\r\n\r\n" + body
