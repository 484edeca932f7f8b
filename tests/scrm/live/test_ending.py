"""A stream ends with the right to read it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import ClientResponse

from config.verbs import create_token, disable_user, list_tokens, revoke_token
from scrm.live import routes
from scrm.staff.service import SIGNED_IN_FOR
from tests.scrm.staff.signing import EMAIL, add, browser_of, redeem, sign_in
from tests.support.cast import ADA
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub

AT_ONCE = 20.0
"""Seconds, for what comes in a fraction of one; by the clock nothing is looked at within them."""


@pytest.fixture
async def hub(sqlite_only: Place, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningHub]:
    monkeypatch.setattr(routes, "HEARTBEAT", 3 * AT_ONCE)
    async with running_hub(sqlite_only, workers=False, clock=HandClock()) as running:
        yield running


@asynccontextmanager
async def _stream(hub: RunningHub, headers: dict[str, str]) -> AsyncIterator[ClientResponse]:
    address = f"{hub.client.address}/api/v1/stream"
    sent = {name: value for name, value in headers.items() if value}
    async with hub.client.http.get(address, headers=sent) as stream:
        assert stream.status == 200
        await stream.content.readuntil(b"\n\n")
        yield stream


async def _browser(hub: RunningHub) -> dict[str, str]:
    return browser_of(await sign_in(hub))


async def _rest(stream: ClientResponse) -> str:
    """What is told until it ends; TimeoutError where it does not."""
    async with asyncio.timeout(AT_ONCE):
        return (await stream.content.read()).decode()


async def test_a_revoked_token_ends_its_stream_at_once(hub: RunningHub) -> None:
    (token,) = await list_tokens(hub.hub, {})
    async with _stream(hub, {"Authorization": f"Bearer {hub.client.token}"}) as stream:
        await revoke_token(hub.hub, {"id": token["id"]})
        await hub.hear(ADA, "a secret")
        assert "a secret" not in await _rest(stream)


async def test_another_token_goes_on_and_hears_nothing_of_it(hub: RunningHub) -> None:
    (token,) = await list_tokens(hub.hub, {})
    other = await create_token(hub.hub, {"name": "other", "scopes": []})
    async with _stream(hub, {"Authorization": f"Bearer {other['token']}"}) as stream:
        await revoke_token(hub.hub, {"id": token["id"]})
        await hub.hear(ADA, "Hello")
        told = (await stream.content.readuntil(b"\n\n")).decode()
        assert "token" not in told
        assert "Hello" in told + (await stream.content.readuntil(b"Hello")).decode()


async def test_signing_out_ends_the_stream_of_that_browser_at_once(hub: RunningHub) -> None:
    await redeem(hub, await add(hub))
    here, elsewhere = await _browser(hub), await _browser(hub)
    async with _stream(hub, here) as stream, _stream(hub, elsewhere) as other:
        reply = await hub.client.ask("DELETE", "/api/v1/session", headers=here)
        assert reply.status == 204
        await _rest(stream)
        await hub.hear(ADA, "Hello")
        assert await other.content.readuntil(b"Hello")


async def test_a_closed_door_ends_the_streams_behind_it(hub: RunningHub) -> None:
    await redeem(hub, await add(hub))
    await redeem(hub, await add(hub, "bo@example.org", "agent"))
    came_in = await sign_in(hub, email="bo@example.org")
    async with _stream(hub, browser_of(came_in)) as stream:
        await disable_user(hub.hub, {"email": "bo@example.org"})
        await _rest(stream)


async def test_a_session_that_ran_out_ends_its_stream_however_busy_it_is(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "HEARTBEAT", 0.2)
    await redeem(hub, await add(hub))
    async with _stream(hub, await _browser(hub)) as stream:
        hub.advance(SIGNED_IN_FOR + timedelta(seconds=1))
        ended = asyncio.create_task(_rest(stream))
        while not ended.done():
            await hub.hear(ADA, "and on and on")
        await ended


async def test_a_good_session_goes_on_when_it_was_looked_at(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "HEARTBEAT", 0.05)
    await redeem(hub, await add(hub, EMAIL))
    async with _stream(hub, await _browser(hub)) as stream:
        for _ in range(4):
            assert await stream.content.readuntil(b": still here\n\n")
        await hub.hear(ADA, "Hello")
        assert await stream.content.readuntil(b"Hello")


async def test_a_hub_that_stops_ends_its_streams_at_once(hub: RunningHub) -> None:
    async with _stream(hub, {"Authorization": f"Bearer {hub.client.token}"}) as stream:
        hub.hub.drain()
        assert "event:" not in await _rest(stream)
