"""F-58: thousands of open chats cost the hub little."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, TCPConnector

from tests.support.chat import SiteProcess, site_process
from tests.support.databases import Place
from tests.support.nursery import Nursery
from tests.support.visitor import SITE, Visitor

PER_ADDRESS = 400
MOST_BYTES = 40_000
"""Of the hub's memory for one connection that waits (F-58: 400 MB for ten thousand)."""


@pytest.mark.timeout(300)
async def test_open_chats_cost_little_memory(
    sqlite_only: Place, nurse: Nursery, times: Callable[[int, int], int]
) -> None:
    count = times(2_000, 10_000)
    async with site_process(sqlite_only, nurse) as site:
        await site.process.start()
        async with _crowd(site, PER_ADDRESS, first=200):
            before = _memory(site)
            async with _crowd(site, count) as sockets:
                cost = (_memory(site) - before) / count
                await sockets[-1].send_json({"type": "ping"})
                assert (await sockets[-1].receive_json(timeout=2))["type"] == "pong"
    assert cost < MOST_BYTES


def _memory(site: SiteProcess) -> int:
    """What the hub's process holds, in bytes."""
    status = Path(f"/proc/{site.process.pid}/status").read_text()
    line = next(one for one in status.splitlines() if one.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


@asynccontextmanager
async def _crowd(
    site: SiteProcess, count: int, first: int = 2
) -> AsyncIterator[list[ClientWebSocketResponse]]:
    """Strangers at so many addresses as it takes: one network may open only so many."""
    async with AsyncExitStack() as stack:
        sockets = []
        for number in range(0, count, PER_ADDRESS):
            here = (f"127.0.0.{first + number // PER_ADDRESS}", 0)
            http = await stack.enter_async_context(
                ClientSession(connector=TCPConnector(limit=0, local_addr=here))
            )
            visitor = Visitor(http, site.process.client.address, site.key, SITE)
            await visitor.session()
            for _ in range(min(PER_ADDRESS, count - number)):
                sockets.append(await _connected(visitor))
        yield sockets
        await asyncio.gather(*(one.close() for one in sockets))


async def _connected(visitor: Visitor) -> ClientWebSocketResponse:
    ws = await visitor.connect()
    await ws.send_json({"type": "hello", "token": visitor.token, "after": 0})
    while (await ws.receive_json())["type"] != "caught_up":
        continue
    return ws
