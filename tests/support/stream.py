"""A reader of the push stream, as a browser reads it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import ClientResponse

from tests.support.actors import Actor


@dataclass(frozen=True, slots=True)
class Frame:
    """One event; `place` is empty where it carries no id."""

    event: str
    data: Any
    place: str


@dataclass(slots=True)
class Stream:
    """`last_id` is what a browser would send when it comes back."""

    answer: ClientResponse
    last_id: str = ""
    seen: list[Frame] = field(default_factory=list)

    async def next(self, within: float = 10.0) -> Frame:
        """The next event; heartbeats and empty frames are passed over."""
        event, data, place = "", b"", ""
        async with asyncio.timeout(within):
            while True:
                line = (await self.answer.content.readline()).rstrip(b"\n")
                name, _, value = line.partition(b": ")
                if name == b"event":
                    event = value.decode()
                elif name == b"data":
                    data = value
                elif name == b"id":
                    place = self.last_id = value.decode()
                elif not line and event:
                    frame = Frame(event, orjson.loads(data), place)
                    self.seen.append(frame)
                    return frame

    async def until(self, wanted: Callable[[Frame], bool]) -> Frame:
        while not wanted(frame := await self.next()):
            pass
        return frame

    async def opened(self) -> str:
        """The place from which this stream tells; the first thing that it says."""
        async with asyncio.timeout(10):
            while not self.last_id:
                line = await self.answer.content.readline()
                if line.startswith(b"id: "):
                    self.last_id = line[4:].decode().strip()
        return self.last_id


@asynccontextmanager
async def streaming(actor: Actor, last_id: str = "") -> AsyncIterator[Stream]:
    headers = actor.proof | ({"Last-Event-ID": last_id} if last_id else {})
    address = f"{actor.hub.client.address}/api/v1/stream"
    async with actor.hub.client.http.get(address, headers=headers) as answer:
        assert answer.status == 200
        yield Stream(answer)
