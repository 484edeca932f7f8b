"""Who makes a request: a cookie with its token for writes, or a bearer token."""

import hmac
import time
from collections import defaultdict, deque

from aiohttp import web

from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.errors import Forbidden, TooManyRequests, Unauthenticated
from scrm.staff import service, store
from scrm.staff.policy import OF_ROLE, of_scopes
from scrm.staff.tables import ApiToken, SignIn, User
from scrm.staff.values import Role
from scrm.web.protection import SAFE_METHODS
from scrm.web.values import Actor

COOKIE = "scrm_session"
CSRF_HEADER = "X-CSRF-Token"
MOST_FAILURES = 10
WITHIN = 300.0
MOST_WATCHED = 10_000


class Gate:
    """Tells actors from requests, and slows down those who guess."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._failures: defaultdict[str, deque[float]] = defaultdict(deque)

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
        kind, _, secret = authorization.partition(" ")
        self.require_patience(request)
        token_hash = service.secret_hash(secret)
        token = await self._database.read(lambda s: store.token_by_hash(s, token_hash))
        if kind.lower() != "bearer" or token is None:
            self.note_failure(request)
            raise Unauthenticated("The token is wrong or was revoked")
        return _script(token)

    def require_patience(self, request: web.Request) -> None:
        """Raises TooManyRequests where an address has failed too often of late."""
        failures = self._failures.get(request.remote or "")
        if not failures:
            return
        now = time.monotonic()
        while failures and failures[0] < now - WITHIN:
            failures.popleft()
        if len(failures) >= MOST_FAILURES:
            wait = failures[0] + WITHIN - now
            raise TooManyRequests("Too many wrong tries; wait a few minutes", wait)

    def note_failure(self, request: web.Request) -> None:
        if len(self._failures) > MOST_WATCHED:
            self._failures.clear()
        self._failures[request.remote or ""].append(time.monotonic())


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
