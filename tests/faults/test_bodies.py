"""F-50: bodies of every size, declared and not, on every kind of route."""

import resource
from collections.abc import AsyncIterator
from itertools import repeat

import pytest

from tests.support.cast import PROOF, SECRET
from tests.support.databases import Place
from tests.support.hub import NOWHERE, RunningHub, channel_settings, running_hub
from tests.support.nursery import Nursery
from tests.support.process import hub_process
from tests.support.rawhttp import Answer, request, say

MEGABYTE = 1_000_000
CAPS = {"hook": 4 * MEGABYTE, "api": MEGABYTE}
SLACK = 2 * MEGABYTE
"""What the kernel's buffers of both sides may swallow beyond what the hub reads."""


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only) as running:
        yield running


def _head(hub: RunningHub, route: str, *headers: str) -> bytes:
    if route == "hook":
        path, proof = f"/hooks/{hub.client.channel_id}", f"{PROOF}: {SECRET}"
    else:
        path, proof = "/api/v1/quick-replies", f"Authorization: Bearer {hub.client.token}"
    kind = "Content-Type: application/json"
    return request("POST", path, proof, kind, "Connection: close", *headers)


async def _declared(hub: RunningHub, route: str, size: int) -> Answer:
    head = _head(hub, route, f"Content-Length: {size}")
    return await say(hub.client.address, head, *repeat(b" " * 65_536, size // 65_536 + 1))


async def _chunked(hub: RunningHub, route: str, size: int) -> Answer:
    piece = b"%x\r\n%b\r\n" % (65_536, b" " * 65_536)
    head = _head(hub, route, "Transfer-Encoding: chunked")
    return await say(hub.client.address, head, *repeat(piece, size // 65_536), b"0\r\n\r\n")


@pytest.mark.parametrize("send", [_declared, _chunked])
@pytest.mark.parametrize("route", CAPS)
async def test_more_than_its_cap_is_refused_before_it_is_read(
    route: str, send: object, hub: RunningHub
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert callable(send)
    answer: Answer = await send(hub, route, 100 * MEGABYTE)
    assert answer.status == 413
    assert answer.sent < CAPS[route] + 64_000 + SLACK + 8 * MEGABYTE
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 20_000
    assert await hub.events() == {}


async def test_who_sends_too_much_to_a_hub_of_its_own_process_hears_413(
    sqlite_only: Place, nurse: Nursery
) -> None:
    """There the loop is another one, and the sender is a client like any: one that is hung up on
    while it still sends may hear of a broken line, and now and then did."""
    async with hub_process(sqlite_only, nurse, channel_settings(NOWHERE)) as process:
        await process.start()
        for _ in range(10):
            assert (await process.client.push(b" " * 10 * MEGABYTE)).status == 413


@pytest.mark.parametrize("size", [MEGABYTE, 3 * MEGABYTE])
async def test_a_webhook_within_its_cap_is_kept(size: int, hub: RunningHub) -> None:
    reply = await hub.client.push(b" " * size)
    assert reply.status == 200
    (event,) = (await hub.events()).values()
    assert (event.state, len(event.body)) == ("dead", size)


async def test_an_empty_webhook_is_kept_as_dead(hub: RunningHub) -> None:
    assert (await hub.client.push(b"")).status == 200
    (event,) = (await hub.events()).values()
    assert event.state == "dead"


async def test_an_empty_body_to_the_api_is_invalid_and_no_error(hub: RunningHub) -> None:
    reply = await hub.client.ask("POST", "/api/v1/quick-replies", data=b"")
    assert reply.status == 422


async def test_an_upload_past_its_cap_is_refused(hub: RunningHub) -> None:
    path, token = "/api/v1/files", f"Authorization: Bearer {hub.client.token}"
    kind = ("Content-Type: image/png", "X-File-Name: big.png", "Connection: close")
    head = request("POST", path, token, *kind, f"Content-Length: {100 * MEGABYTE}")
    answer = await say(hub.client.address, head, *repeat(b" " * 65_536, 1_600))
    assert answer.status == 413
    assert answer.sent < 40 * MEGABYTE
