"""F-56: connections that take their time hold up nobody, and are hung up on."""

import asyncio
import select
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import pytest
from yarl import URL

from scrm.web import dispatch, protection
from tests.support.cast import ADA, Telegram
from tests.support.databases import Place
from tests.support.hub import NOWHERE, Client, channel_settings, running_hub
from tests.support.nursery import Nursery
from tests.support.process import hub_process
from tests.support.rawhttp import request

PER_ADDRESS = 150
"""Fewer than the hub lets one address hold."""
PACE = 50
"""Requests a second of the one who is in no way slow."""
PATIENCE = 10.0
"""Seconds that a hang-up may come late on a busy machine."""
SLOWLY = (
    ("nothing", b"", b""),
    ("headers", b"GET /livez HTTP/1.1\r\nHost: hub\r\nX-", b"a"),
    ("a body", request("POST", "/hooks/{channel}", "Content-Length: 5000"), b"a"),
    ("reads nothing", request("GET", "/api/v1/openapi.json") * 40, b""),
)
"""What is sent at once, and what comes byte by byte behind it."""


@dataclass(slots=True)
class Siege:
    """Slow connections, and how long each kind was borne."""

    client: Client
    drip: float
    borne: dict[str, list[float]] = field(default_factory=dict)

    async def lay(self, count: int) -> None:
        """Until all of them have been hung up on."""
        async with asyncio.TaskGroup() as group:
            for number in range(count):
                kind, at_once, behind = SLOWLY[number % len(SLOWLY)]
                here = f"127.0.0.{20 + number // PER_ADDRESS}"
                group.create_task(self._hold(kind, here, at_once, behind))

    async def _hold(self, kind: str, here: str, at_once: bytes, behind: bytes) -> None:
        url = URL(self.client.address)
        reader, writer = await asyncio.open_connection(sock=await _narrow(here, url))
        began = time.monotonic()
        writer.write(at_once.replace(b"{channel}", self.client.channel_id.encode()))
        if kind == "reads nothing":
            await self._ignore(writer)
        else:
            await self._drip(reader, writer, behind)
        self.borne.setdefault(kind, []).append(time.monotonic() - began)
        writer.transport.abort()

    async def _ignore(self, writer: asyncio.StreamWriter) -> None:
        """Until the other side hangs up: a loop that does not read is not told of it."""
        transport = cast("asyncio.Transport", writer.transport)
        transport.pause_reading()
        ends = select.poll()
        ends.register(transport.get_extra_info("socket"), 0)
        while not ends.poll(0):  # noqa: ASYNC110 - see above
            await asyncio.sleep(self.drip / 3)

    async def _drip(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, behind: bytes
    ) -> None:
        """A byte now and then, until the other side hangs up."""
        try:
            while True:
                try:
                    async with asyncio.timeout(self.drip):
                        if not await reader.read(4096):
                            return
                except TimeoutError:
                    writer.write(behind)
        except ConnectionError:
            return


async def _narrow(here: str, url: URL) -> socket.socket:
    """A connection that holds little of what is sent to it: an answer soon waits at its sender."""
    narrow = socket.socket()
    narrow.setblocking(False)
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.bind((here, 0))
    await asyncio.get_running_loop().sock_connect(narrow, (url.host, url.port))
    return narrow


@asynccontextmanager
async def besieged(siege: Siege, count: int) -> AsyncIterator[None]:
    laying = asyncio.create_task(siege.lay(count))
    try:
        yield
        await laying
    finally:
        laying.cancel()


async def p99_of_a_sender(client: Client, seconds: float) -> float:
    """Of webhooks at an even pace; each must be taken."""
    telegram, waits = Telegram(), []
    began = time.monotonic()
    for number in range(int(seconds * PACE)):
        await asyncio.sleep(began + number / PACE - time.monotonic())
        asked = time.monotonic()
        assert (await client.push(telegram.says(ADA, f"message {number}"))).status == 200
        waits.append(time.monotonic() - asked)
    return sorted(waits)[int(len(waits) * 0.99)]


def _held(siege: Siege, headers_within: float, body_within: float) -> None:
    """What is taken of an answer is looked at as often as a body may last."""
    assert set(siege.borne) == {kind for kind, _, _ in SLOWLY}
    for kind, seconds in siege.borne.items():
        limit = body_within if kind in ("a body", "reads nothing") else headers_within
        assert max(seconds) < limit + PATIENCE, kind
        assert min(seconds) > limit / 2, kind


@pytest.mark.timeout(60)
async def test_whoever_is_slow_is_hung_up_on(
    sqlite_only: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protection, "HEADERS_WITHIN", 1.0)
    monkeypatch.setattr(dispatch, "BODY_WITHIN", 2.0)
    monkeypatch.setattr(protection, "TAKEN_WITHIN", 2.0)
    async with running_hub(sqlite_only) as hub:
        siege = Siege(hub.client, drip=0.3)
        async with besieged(siege, 120):
            await p99_of_a_sender(hub.client, 2.0)  # all of it is taken; how fast is not ours alone
        _held(siege, 1.0, 2.0)


@pytest.mark.faults_only
@pytest.mark.timeout(180)
async def test_two_thousand_slow_ones_hold_up_nobody(sqlite_only: Place, nurse: Nursery) -> None:
    async with hub_process(sqlite_only, nurse, channel_settings(NOWHERE)) as process:
        await process.start()
        siege = Siege(process.client, drip=10.0)
        async with besieged(siege, 2_000):
            assert await p99_of_a_sender(process.client, 35.0) < 0.5
        _held(siege, protection.HEADERS_WITHIN, dispatch.BODY_WITHIN)
