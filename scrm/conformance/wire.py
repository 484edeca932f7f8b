"""A platform's server down to the bytes: it reads a whole request, then does as it was told."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

Act = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Call:
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass(slots=True)
class Wire:
    """What comes, and what is done next: `script` in order, its last act again and again."""

    port: int = 0
    calls: list[Call] = field(default_factory=list)
    script: list[Act] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def will(self, *acts: Act) -> None:
        self.script = list(acts)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (call := await _read(reader)) is not None:
                self.calls.append(call)
                act = self.script.pop(0) if len(self.script) > 1 else self.script[0]
                await act(writer)
        except ConnectionError:
            return  # the client hung up, which is what many of these tests are about
        finally:
            writer.close()


@asynccontextmanager
async def wire(**options: Any) -> AsyncIterator[Wire]:
    running = Wire()
    server = await asyncio.start_server(running.serve, "127.0.0.1", 0, **options)
    running.port = server.sockets[0].getsockname()[1]
    try:
        yield running
    finally:
        server.close()
        server.close_clients() if hasattr(server, "close_clients") else None


async def _read(reader: asyncio.StreamReader) -> Call | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    request, *lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.lower()] = value.strip()
    return Call(request.split(" ")[1], headers, await _read_body(reader, headers))


async def _read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers.get("content-length", 0)))
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


def answer(document: Any, status: int = 200, **headers: str) -> Act:
    return raw_answer(orjson.dumps(document), status, **headers)


def raw_answer(body: bytes, status: int = 200, **headers: str) -> Act:
    named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status} X\r\ncontent-length: {len(body)}\r\n{named}\r\n"
    return written(head.encode() + body)


def written(content: bytes) -> Act:
    async def act(writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()

    return act


def then_hang_up(content: bytes = b"") -> Act:
    async def act(writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()
        raise ConnectionAbortedError

    return act


async def reset(writer: asyncio.StreamWriter) -> None:
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    raise ConnectionAbortedError


async def say_nothing(_writer: asyncio.StreamWriter) -> None:
    """The client waits for an answer that does not come."""
