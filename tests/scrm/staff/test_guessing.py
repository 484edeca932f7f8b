"""S-14: who guesses is slowed down, and nobody else."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from scrm.staff.signing_in.service import MOST_PER_ACCOUNT, MOST_PER_CLIENT
from tests.scrm.staff.signing import EMAIL, PASSWORD, add, behind_proxy, browser_of, redeem, sign_in
from tests.support.databases import Place
from tests.support.hub import Reply, RunningHub, running_hub

ATTACKER, COLLEAGUE = behind_proxy("203.0.113.66"), behind_proxy("203.0.113.9")


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    """Behind a proxy on this machine, with one owner."""
    async with running_hub(sqlite_only, workers=False, trusted_proxies="127.0.0.1") as running:
        assert (await redeem(running, await add(running))).status == 200
        yield running


def _statuses(replies: list[Reply]) -> Counter[int]:
    return Counter(reply.status for reply in replies)


async def test_a_burst_at_once_has_no_more_tries_than_one_after_another(hub: RunningHub) -> None:
    burst = await asyncio.gather(*(sign_in(hub, f"wrong {n}", **ATTACKER) for n in range(40)))
    assert _statuses(list(burst)) == {401: MOST_PER_CLIENT, 429: 40 - MOST_PER_CLIENT}


async def test_a_burst_of_links_has_no_more_tries_either(hub: RunningHub) -> None:
    burst = await asyncio.gather(*(redeem(hub, f"wrong {n}", **ATTACKER) for n in range(40)))
    assert _statuses(list(burst)) == {404: MOST_PER_CLIENT, 429: 40 - MOST_PER_CLIENT}


async def _exhaust(hub: RunningHub, headers: dict[str, str], email: str = EMAIL) -> None:
    wrong = [sign_in(hub, "wrong", email=email, **headers) for _ in range(MOST_PER_CLIENT)]
    await asyncio.gather(*wrong)
    assert (await sign_in(hub, **headers)).status == 429


async def test_a_guesser_behind_the_same_proxy_holds_nobody_up(hub: RunningHub) -> None:
    await _exhaust(hub, ATTACKER)
    assert (await sign_in(hub, **COLLEAGUE)).status == 200


async def test_what_a_client_writes_itself_gives_it_no_more_tries(hub: RunningHub) -> None:
    """The proxy puts the address that it sees at the right end."""
    await _exhaust(hub, ATTACKER)
    forged = behind_proxy(f"198.51.100.1, {ATTACKER['X-Forwarded-For']}")
    assert (await sign_in(hub, **forged)).status == 429


async def test_all_addresses_of_an_ipv6_customer_are_one(hub: RunningHub) -> None:
    for number in range(MOST_PER_CLIENT):
        await sign_in(hub, "wrong", **behind_proxy(f"2001:db8:1:1::{number + 1}"))
    assert (await sign_in(hub, **behind_proxy("2001:db8:1:1:ffff::1"))).status == 429
    assert (await sign_in(hub, **behind_proxy("2001:db8:1:2::1"))).status == 200


async def test_many_addresses_together_have_no_more_tries_at_one_account(hub: RunningHub) -> None:
    tries = [
        sign_in(hub, "wrong", email=f" {EMAIL.upper()} ", **behind_proxy(f"203.0.113.{n}"))
        for n in range(MOST_PER_ACCOUNT + 5)
    ]
    assert _statuses(list(await asyncio.gather(*tries))) == {401: MOST_PER_ACCOUNT, 429: 5}
    other = await sign_in(hub, email="bo@example.org", **COLLEAGUE)
    assert other.status == 401


async def test_a_good_token_passes_whoever_fails_at_its_address(hub: RunningHub) -> None:
    await _exhaust(hub, ATTACKER)
    wrong = [
        hub.client.ask("GET", "/api/v1/me", headers={"Authorization": "Bearer no", **ATTACKER})
        for _ in range(MOST_PER_CLIENT + 1)
    ]
    assert _statuses(list(await asyncio.gather(*wrong))) == {401: MOST_PER_CLIENT, 429: 1}
    assert (await hub.client.ask("GET", "/api/v1/me", headers=ATTACKER)).status == 200


async def test_a_script_with_a_revoked_token_locks_no_colleague_out(hub: RunningHub) -> None:
    for _ in range(MOST_PER_CLIENT + 1):
        await hub.client.ask("GET", "/api/v1/me", headers={"Authorization": "Bearer old"})
    assert (await sign_in(hub)).status == 200


async def test_who_knows_the_password_may_come_in_as_often_as_he_likes(hub: RunningHub) -> None:
    for _ in range(MOST_PER_CLIENT + 2):
        assert (await sign_in(hub)).status == 200


async def test_the_old_password_can_not_be_guessed_from_an_open_session(hub: RunningHub) -> None:
    """A browser that was left open is no licence to try passwords."""
    came_in = await sign_in(hub)
    headers = browser_of(came_in)
    body = {"password": {"old": "wrong", "new": PASSWORD}}
    tries = [
        await hub.client.ask("PATCH", "/api/v1/me", json=body, headers=headers)
        for _ in range(MOST_PER_CLIENT + 1)
    ]
    assert _statuses(tries) == {422: MOST_PER_CLIENT, 429: 1}
