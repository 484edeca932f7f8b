"""Bytes straight to a hub's port, for requests that no client library would send."""

import asyncio
from dataclasses import dataclass

from yarl import URL

PATIENCE = 2.0
"""Seconds to the first byte of an answer; what is no request may get none."""
SILENCE = 0.2


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of the first answer (0: none came), and how many bytes the hub took in."""

    status: int
    body: bytes
    sent: int


async def say(address: str, *chunks: bytes) -> Answer:
    """Send the chunks as long as the hub takes them; what it answers until it falls silent.

    The connection stays open on our side: a hub that hears its end gives no answer.
    """
    url = URL(address)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    receiving = asyncio.create_task(_all(reader))
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


@dataclass(frozen=True, slots=True)
class Raw:
    """One answer of several on a connection, and whether the hub hung up behind it."""

    status: int
    headers: dict[str, str]
    body: bytes
    closed: bool


async def tell(address: str, sent: bytes) -> list[Raw]:
    """Send bytes at once; every answer until the hub hangs up or falls silent."""
    url = URL(address)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(sent)
    received = await _all(reader)
    closed = reader.at_eof()
    writer.close()
    answers: list[tuple[int, dict[str, str], bytes]] = []
    while received:
        head, _, received = received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines)
        }
        length = int(headers.get("content-length", 0)) if received else 0
        answers.append((int(first.split(" ")[1]), headers, received[:length]))
        received = received[length:]
    return [Raw(*one, closed=closed) for one in answers]


async def _all(reader: asyncio.StreamReader) -> bytes:
    received = b""
    try:
        async with asyncio.timeout(PATIENCE) as silence:
            while chunk := await reader.read(65_536):
                received += chunk
                silence.reschedule(asyncio.get_running_loop().time() + SILENCE)
    except (ConnectionError, TimeoutError):
        return received
    return received


def request(method: str, path: str, *headers: str, body: bytes = b"", host: str = "hub") -> bytes:
    """A request as it goes over the wire; Content-Length is the caller's to give."""
    head = "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {host}", *headers])
    return head.encode("latin-1") + b"\r\n\r\n" + body
