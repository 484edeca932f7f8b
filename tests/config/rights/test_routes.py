"""Every route asks who is there: the table is the whole truth, for every role, token and stranger."""

import re
import sqlite3
from contextlib import closing
from itertools import product
from typing import Any

import pytest
from aiohttp import web
from aiohttp.web_urldispatcher import DynamicResource

from campaigns.links.policy import token as link_token
from campaigns.links.values import Short
from campaigns.unsubscribing.policy import token as stop_token
from campaigns.unsubscribing.routes import STOP_LINKS
from config.server import all_routes, application
from scrm.staff.policy import OF_ROLE, OF_SCOPE, PERMISSIONS
from scrm.staff.values import Role, Scope
from scrm.web.openapi import PREFIX
from scrm.web.routes import PUBLIC, SIGNED_IN
from tests.config.rights.table import WHO, rights
from tests.support.actors import Actor, Actors
from tests.support.hub import Reply

RIGHTS = rights()
ROLES = {"O": Role.OWNER, "A": Role.ADMIN, "G": Role.AGENT, "V": Role.VIEWER}
SCOPES = {"r": Scope.READ, "w": Scope.WRITE, "s": Scope.SEND, "a": Scope.ADMIN}
WRITES = [route for route in RIGHTS if route[0] != "GET"]
FOR_ANYBODY = [route for route, who in RIGHTS.items() if "n" in who]
OPEN_ADDRESSES = {"/openapi.json"}
HEADERS = {
    "Content-Security-Policy": "default-src",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cache-Control": "no-store",
    "Server": "scrm",
}

Route = tuple[str, str]


def test_every_role_and_scope_is_in_the_table() -> None:
    assert [*ROLES.values()] == list(Role)
    assert [*SCOPES.values()] == list(Scope)
    assert (*ROLES, *SCOPES, "n") == WHO


async def test_every_route_of_the_document_has_its_row_and_no_row_is_of_old(
    actors: Actors,
) -> None:
    document = (await actors.nobody().ask("GET", f"{PREFIX}/openapi.json")).json
    described = {
        (method.upper(), path.removeprefix(PREFIX))
        for path, operations in document["paths"].items()
        for method in operations
    }
    assert described == set(RIGHTS)


async def test_nothing_is_served_below_the_prefix_that_is_not_described(actors: Actors) -> None:
    app = application(actors.hub.hub)
    served = {
        (route.method, (route.resource.canonical if route.resource else "").removeprefix(PREFIX))
        for route in app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith(PREFIX)
        if not (isinstance(route.resource, DynamicResource) and route.method == "*")
    }
    plain = {route for route in served if route[0] != "HEAD" and route[1] not in OPEN_ADDRESSES}
    assert plain == set(RIGHTS)


def test_no_permission_is_given_that_no_route_asks_for_or_asked_for_that_nobody_has() -> None:
    asked = {route.permission for route in all_routes()} - {PUBLIC, SIGNED_IN}
    assert asked | {"owners.make"} == PERMISSIONS
    assert frozenset().union(*OF_ROLE.values()) == frozenset().union(*OF_SCOPE.values())


@pytest.mark.parametrize("who", WHO)
async def test_each_may_ask_what_the_table_says_and_nothing_else(actors: Actors, who: str) -> None:
    wrong: list[tuple[str, str, int]] = []
    for route, may in RIGHTS.items():
        reply = await _ask(await _actor(actors, who), *route)
        assert reply.status < 500, (route, reply.body)
        refused = reply.status == (401 if who == "n" else 403)
        if refused is (who in may) or (reply.status in (401, 403) and not refused):
            wrong.append((*route, reply.status))
    assert wrong == []


@pytest.mark.parametrize("token", [None, "", "wrong", "é"])
async def test_a_write_by_cookie_needs_its_token(actors: Actors, token: str | None) -> None:
    owner = await actors.colleague(Role.OWNER)
    headers = {} if token is None else {"X-CSRF-Token": token}
    bare = Actor("owner", actors.hub, owner.user_id, owner.cookie)
    for route in WRITES:
        if route not in FOR_ANYBODY:
            reply = await _ask(bare, *route, headers=headers)
            assert (reply.status, reply.json["code"]) == (403, "csrf"), route
    assert (await owner.ask("GET", f"{PREFIX}/me")).status == 200  # still signed in


async def test_the_token_of_another_session_is_none(actors: Actors) -> None:
    owner, other = await actors.colleague(Role.OWNER), await actors.colleague(Role.OWNER)
    mixed = Actor("mixed", actors.hub, owner.user_id, owner.cookie, other.csrf)
    reply = await mixed.ask("PATCH", f"{PREFIX}/me", json={"name": "Taken"})
    assert (reply.status, reply.json["code"]) == (403, "csrf")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_no_write_may_come_from_another_site(actors: Actors, headers: dict[str, str]) -> None:
    owner = await actors.colleague(Role.OWNER)
    for route in WRITES:
        reply = await _ask(owner, *route, headers=headers)
        assert (reply.status, reply.json["code"]) == (403, "cross_site"), route


async def test_every_answer_carries_the_headers_that_protect_a_browser(actors: Actors) -> None:
    owner, nobody = await actors.colleague(Role.OWNER), actors.nobody()
    answers = {
        (asker.name, *route): await _ask(asker, *route)
        for asker in (nobody, owner)
        for route in sorted([*RIGHTS, ("GET", "/no-such-thing")], key=_signing_out_last)
    }
    for path in ("/", "/livez", "/readyz", "/inbox/1", "/api/nothing"):
        answers["nobody", "GET", path] = await nobody.ask("GET", path)
    lacking = {asked: _lacking(reply.headers) for asked, reply in answers.items()}
    assert {asked: names for asked, names in lacking.items() if names} == {}
    assert {reply.status for reply in answers.values()} >= {200, 201, 204, 401, 404, 422}


def _signing_out_last(route: Route) -> bool:
    return route == ("DELETE", "/session")


def _lacking(headers: dict[str, str]) -> list[str]:
    return [
        name for name, begins in HEADERS.items() if not headers.get(name, "").startswith(begins)
    ]


async def test_looking_changes_nothing(actors: Actors) -> None:
    """S-11, S-25: whoever is made to load an address, or to ask for its head, does no more than that;
    with a sign-in and without, on every route of the hub."""
    owner, nobody = await actors.colleague(Role.OWNER), actors.nobody()
    addresses = _addresses(application(actors.hub.hub))
    assert {"/help/", "/livez", "/inbox", f"{PREFIX}/campaigns/1"} <= set(addresses)
    assert any(one.startswith("/stop/") for one in addresses)
    path = actors.hub.hub.database.path
    assert path is not None
    with closing(sqlite3.connect(path)) as onlooker:
        before = _version(onlooker)
        for address in addresses:
            for asker, method in product((owner, nobody), ("GET", "HEAD")):
                reply = await asker.ask(method, address, allow_redirects=False)
                assert reply.status not in (400, 500), (method, address)
                assert _version(onlooker) == before, (method, address)
        await owner.ask("PATCH", f"{PREFIX}/me", json={"name": "Kim"})
        assert _version(onlooker) != before


def _addresses(app: web.Application) -> list[str]:
    """One of each route that may be looked at: with an id that nothing has, or a token of nobody's."""
    hashed = app[STOP_LINKS].hashed
    filled = {"/stop/": stop_token(1, hashed), "/l/": link_token(Short(1, 1), hashed)}
    found: dict[str, None] = {}
    for route in app.router.routes():
        if route.resource is None or route.method not in ("GET", "HEAD", "*"):
            continue
        plain = route.resource.canonical
        token = next((made for begin, made in filled.items() if plain.startswith(begin)), "1")
        found[re.sub(r"{language}", "en", plain).replace("{token}", token)] = None
    return [re.sub(r"{\w+}", "1", address) for address in found]


def _version(onlooker: sqlite3.Connection) -> int:
    """Another number after each commit that another connection made."""
    number: int = onlooker.execute("PRAGMA data_version").fetchone()[0]
    return number


async def _actor(actors: Actors, who: str) -> Actor:
    if who in ROLES:
        return await actors.colleague(ROLES[who])
    return await actors.script(SCOPES[who]) if who in SCOPES else actors.nobody()


async def _ask(actor: Actor, method: str, path: str, **rest: Any) -> Reply:
    """With an id that nothing has, and a body that says nothing: who may is told that, and who may
    not is not told."""
    body: dict[str, Any] = {} if method == "GET" else {"json": {}}
    return await actor.ask(method, PREFIX + re.sub(r"{\w+}", "1", path), **body, **rest)
