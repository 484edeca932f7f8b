"""The hub behind a proxy: who sees what, and what its links say."""

from collections.abc import AsyncIterator

import orjson
import pytest
from aiohttp import ClientSession

from config.settings import Settings
from scrm.web import crowds, protection
from tests.scrm.staff.signing import behind_proxy
from tests.support.cast import ADA
from tests.support.databases import Place
from tests.support.hub import NOWHERE, RunningHub, channel_settings, running_hub
from tests.support.nursery import Nursery
from tests.support.process import hub_process

WORLD, HERE = behind_proxy("203.0.113.9"), behind_proxy("127.0.0.1")
NO_TOKEN = {"Authorization": ""}
INVITATION = {"email": "bo@example.org", "role": "agent"}


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only, workers=False, trusted_proxies="127.0.0.1") as running:
        yield running


@pytest.fixture
async def plain_hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    """One whose operator has named no proxy."""
    async with running_hub(sqlite_only, workers=False) as running:
        yield running


async def _metrics(hub: RunningHub, headers: dict[str, str]) -> int:
    return (await hub.client.ask("GET", "/metrics", headers=headers)).status


async def test_metrics_are_for_this_machine_and_for_tokens(hub: RunningHub) -> None:
    assert await _metrics(hub, NO_TOKEN) == 200
    assert await _metrics(hub, NO_TOKEN | HERE) == 200
    assert await _metrics(hub, NO_TOKEN | WORLD) == 404
    assert await _metrics(hub, {"Authorization": "Bearer wrong"} | WORLD) == 404
    assert await _metrics(hub, WORLD) == 200


@pytest.mark.parametrize("said", [WORLD, HERE, {"Forwarded": "for=127.0.0.1"}, {"Via": "1.1 x"}])
async def test_metrics_are_not_for_who_comes_through_a_proxy_that_nobody_named(
    plain_hub: RunningHub, said: dict[str, str]
) -> None:
    assert await _metrics(plain_hub, NO_TOKEN | said) == 404


async def test_invitations_say_the_public_address(sqlite_only: Place) -> None:
    public = "https://chat.example.org"
    async with running_hub(sqlite_only, workers=False, public_url=public) as hub:
        invited = await hub.client.post("/users", INVITATION)
        assert invited.json["invite_url"].startswith(f"{public}/welcome#token=")


async def test_invitations_through_a_proxy_with_tls_say_https(hub: RunningHub) -> None:
    headers = {"X-Forwarded-Proto": "https", "Host": "chat.example.org"}
    path = "/api/v1/users"
    invited = await hub.client.ask("POST", path, json=INVITATION, headers=headers)
    assert invited.json["invite_url"].startswith("https://chat.example.org/welcome#token=")


async def test_a_proxy_may_hold_more_connections_than_a_client(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protection, "MOST_PER_ADDRESS", 2)
    address = f"{hub.client.address}/livez"
    sessions = [ClientSession() for _ in range(4)]
    try:
        for number, session in enumerate(sessions):
            async with session.get(address, headers=behind_proxy(f"203.0.113.{number}")) as answer:
                assert answer.status == 200
    finally:
        for session in sessions:
            await session.close()


async def test_one_client_behind_the_proxy_has_its_limit(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "MOST_PER_ADDRESS", 2)
    bearer = {"Authorization": f"Bearer {hub.client.token}"}
    stream = f"{hub.client.address}/api/v1/stream"
    async with (
        ClientSession(headers=bearer | WORLD) as client,
        client.get(stream) as first,
        client.get(stream) as second,
        client.get(stream) as third,
    ):
        assert [first.status, second.status, third.status] == [200, 200, 429]
        assert (await hub.client.ask("GET", "/api/v1/me")).status == 200


async def test_the_limit_holds_at_the_door_of_webhooks_too(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = hub.telegram.says(ADA, "Hello")
    monkeypatch.setattr(crowds, "MOST_PER_ADDRESS", 0)
    assert (await hub.client.push(update)).status == 429
    monkeypatch.undo()
    assert (await hub.client.push(update)).status == 200


@pytest.mark.parametrize("wrong", ["proxy.example.org", "10.0.0.0/40", "127.0.0.1;10.0.0.1"])
def test_a_proxy_that_is_no_address_is_a_wrong_setting(wrong: str) -> None:
    with pytest.raises(ValueError, match="must be addresses or networks"):
        Settings(trusted_proxies=wrong)


async def test_a_hub_with_a_public_address_listens(sqlite_only: Place, nurse: Nursery) -> None:
    async with hub_process(sqlite_only, nurse, channel_settings(NOWHERE)) as process:
        process.settings["SCRM_PUBLIC_URL"] = "https://chat.example.org"
        await process.start()
        assert process.client.address == "https://chat.example.org"
        lines = [orjson.loads(line) for line in process.log.read_text().splitlines()]
        process.client.address = next(line["listening"] for line in lines if "listening" in line)
        assert (await process.client.ask("GET", "/livez")).status == 200
