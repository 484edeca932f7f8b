"""One-time links: what they cost us, and what they open."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session

from config.serve import first_link
from config.verbs import reset_user, sign_in_link
from scrm.staff import service, store
from scrm.staff.signing_in.service import MOST_PER_CLIENT
from scrm.staff.values import LinkKind
from tests.scrm.staff.signing import EMAIL, PASSWORD, add, browser_of, redeem, token_in
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


async def _first(hub: RunningHub) -> str:
    """The link that a start prints while nobody can sign in."""
    printed = await first_link(hub.hub)
    assert printed is not None
    return token_in(printed)


async def _reset(hub: RunningHub) -> str:
    return token_in((await reset_user(hub.hub, {"email": EMAIL}))["link"])


async def _again(hub: RunningHub) -> str:
    (user,) = (await hub.client.get("/users"))["items"]
    made = await hub.client.post(f"/users/{user['id']}/invite", {})
    return token_in(made.json["invite_url"])


async def test_the_first_owner_in_closes_the_doors_of_all_earlier_starts(hub: RunningHub) -> None:
    links = [await _first(hub) for _ in range(3)]
    assert (await redeem(hub, links[1])).status == 200
    assert [(await redeem(hub, link)).status for link in links] == [404, 404, 404]
    assert await first_link(hub.hub) is None


async def test_a_reset_spends_older_resets_and_sign_in_links(hub: RunningHub) -> None:
    await redeem(hub, await add(hub))
    older, newer = await _reset(hub), await _again(hub)
    quick = await sign_in_link(hub.hub, {"email": EMAIL})
    assert (await redeem(hub, newer)).status == 200
    assert (await redeem(hub, older)).status == 404
    assert (await redeem(hub, quick["token"])).status == 404


async def test_an_invitation_that_was_made_twice_opens_once(hub: RunningHub) -> None:
    first = await add(hub)
    second = await _again(hub)
    assert (await redeem(hub, second)).status == 200
    assert (await redeem(hub, first)).status == 404


async def test_a_changed_password_spends_a_reset_that_was_asked_for_before(hub: RunningHub) -> None:
    came_in = await redeem(hub, await add(hub))
    link = await _reset(hub)
    change = {"password": {"old": PASSWORD, "new": "another good password"}}
    changed = await hub.client.ask("PATCH", "/api/v1/me", json=change, headers=browser_of(came_in))
    assert changed.status == 200
    assert (await redeem(hub, link)).status == 404


async def test_a_newcomers_link_is_no_way_in_for_who_has_a_password(hub: RunningHub) -> None:
    """Even one that an older release left open."""
    await redeem(hub, await add(hub))
    for kind in (LinkKind.SETUP, LinkKind.INVITE):

        def forget_the_rule(session: Session, kind: LinkKind = kind) -> str:
            (user,) = store.users(session)
            return service.make_link(session, user.id, kind, "test", hub.hub.clock.now())

        assert (await redeem(hub, await hub.hub.database.write(forget_the_rule))).status == 404


async def test_a_door_that_was_closed_and_opened_lets_no_old_link_in(hub: RunningHub) -> None:
    await redeem(hub, await add(hub))
    bo = {"email": "bo@example.org", "role": "agent"}
    invited = (await hub.client.post("/users", bo)).json
    path = f"/api/v1/users/{invited['user']['id']}"
    for disabled in (True, False):
        assert (await hub.client.ask("PATCH", path, json={"disabled": disabled})).status == 200
    assert (await redeem(hub, token_in(invited["invite_url"]))).status == 404


async def test_who_came_in_by_a_link_without_a_password_is_no_longer_expected(
    hub: RunningHub,
) -> None:
    await add(hub)
    assert [one["pending"] for one in (await hub.client.get("/users"))["items"]] == [True]
    link = token_in((await sign_in_link(hub.hub, {"email": EMAIL}))["link"])
    assert (await redeem(hub, link)).status == 200
    assert [one["pending"] for one in (await hub.client.get("/users"))["items"]] == [False]
