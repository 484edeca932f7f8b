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
