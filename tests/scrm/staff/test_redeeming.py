"""One-time links: what they cost us, and what they open."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from argon2 import PasswordHasher

from scrm.staff.signing_in.service import MOST_PER_CLIENT
from tests.scrm.staff.signing import add, redeem
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub


@pytest.fixture
async def hub(sqlite_only: Place) -> AsyncIterator[RunningHub]:
    async with running_hub(sqlite_only, workers=False) as running:
        yield running


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that Argon2 was given to hash."""
    given: list[str] = []
    own = PasswordHasher.hash

    def hash_(self: PasswordHasher, password: str, *, salt: bytes | None = None) -> str:
        given.append(password)
        return own(self, password, salt=salt)

    monkeypatch.setattr(PasswordHasher, "hash", hash_)
    return given


async def test_a_wrong_link_has_nothing_hashed(hub: RunningHub, hashed: list[str]) -> None:
    burst = [redeem(hub, f"wrong {n}") for n in range(MOST_PER_CLIENT + 5)]
    replies = await asyncio.gather(*burst)
    assert sorted(reply.status for reply in replies) == [404] * MOST_PER_CLIENT + [429] * 5
    assert hashed == []


async def test_a_good_link_has_its_password_hashed_once(hub: RunningHub, hashed: list[str]) -> None:
    assert (await redeem(hub, await add(hub), "a good long password")).status == 200
    assert hashed == ["a good long password"]


async def test_a_weak_password_does_not_spend_a_link(hub: RunningHub, hashed: list[str]) -> None:
    link = await add(hub)
    weak = await redeem(hub, link, "short")
    assert (weak.status, weak.json["code"]) == (422, "weak_password")
    assert (await redeem(hub, link, "a good long password")).status == 200
    assert hashed == ["a good long password"]
