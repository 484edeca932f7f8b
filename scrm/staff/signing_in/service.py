"""Who makes a request: a cookie with its token for writes, or a bearer token."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.errors import Forbidden, Unauthenticated, Unavailable
from scrm.staff import service, store
from scrm.staff.policy import OF_ROLE, of_scopes
from scrm.staff.tables import ApiToken, SignIn, User
from scrm.staff.values import Role
from scrm.web.addresses import client_network
from scrm.web.patience import Patience
from scrm.web.protection import SAFE_METHODS
from scrm.web.values import Actor

COOKIE = "scrm_session"
CSRF_HEADER = "X-CSRF-Token"
MOST_PER_CLIENT = 10
CLIENT_WAITS = 300.0
MOST_PER_ACCOUNT = 30
ACCOUNT_WAITS = 900.0
"""Seconds. From many addresses at once some three thousand passwords a day can be tried."""


class Gate:
    """Tells actors from requests, and slows down those who guess."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._clients = Patience(MOST_PER_CLIENT, CLIENT_WAITS)
        self._accounts = Patience(MOST_PER_ACCOUNT, ACCOUNT_WAITS)
        self._bearers = Patience(MOST_PER_CLIENT, CLIENT_WAITS)

    async def identify(self, request: web.Request) -> Actor | None:
        """The actor, or None for nobody. Raises Forbidden for a write without its token."""
        authorization = request.headers.get("Authorization", "")
        if authorization:
            return await self._token(request, authorization)
        cookie = request.cookies.get(COOKIE)
        if not cookie:
            return None
        secret_hash = service.secret_hash(cookie)
        now = self._clock.now()
        found = await self._database.read(lambda s: store.sign_in_by_hash(s, secret_hash, now))
        if found is None:
            return None
        actor = _colleague(*found)
        if request.method not in SAFE_METHODS:
            _require_csrf(request, actor)
        return actor

    async def _token(self, request: web.Request, authorization: str) -> Actor:
        """A good token always passes, whoever else fails at the same address: nobody guesses one."""
        kind, _, secret = authorization.partition(" ")
        token_hash = service.secret_hash(secret)
        token = await self._database.read(lambda s: store.token_by_hash(s, token_hash))
        if kind.lower() != "bearer" or token is None:
            client = client_network(request)
            self._bearers.require(client)
            self._bearers.count(client)
            raise Unauthenticated("The token is wrong or was revoked")
        return _script(token)

    @contextmanager
    def tried(self, request: web.Request, account: str = "") -> Iterator[None]:
        """A try at a secret, counted from its beginning and forgiven if the block ends well, or
        for want of a database.

        Raises TooManyRequests where the client, or all who try this account, failed too often.
        """
        counted = [(self._clients, client_network(request))]
        if account:
            counted.append((self._accounts, account))
        for patience, key in counted:
            patience.require(key)
        for patience, key in counted:
            patience.count(key)
        try:
            yield
        except Unavailable:
            _forgive(counted)
            raise
        _forgive(counted)


def _forgive(counted: list[tuple[Patience, str]]) -> None:
    for patience, key in counted:
        patience.forgive(key)


def _colleague(sign_in: SignIn, user: User) -> Actor:
    return Actor(
        key=f"user:{user.id}",
        name=user.name,
        permissions=OF_ROLE[Role(user.role)],
        user_id=user.id,
        role=user.role,
        csrf=sign_in.csrf,
    )


def _script(token: ApiToken) -> Actor:
    return Actor(f"token:{token.id}", token.name, of_scopes(token.scopes))


def _require_csrf(request: web.Request, actor: Actor) -> None:
    given = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode(), actor.csrf.encode()):
        raise Forbidden("The request lacks its token; reload the page", code="csrf")


GATE = web.AppKey("gate", Gate)
