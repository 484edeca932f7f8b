"""A request as a handler sees it, already authentic, allowed and valid."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import orjson
from aiohttp import web
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.web.bodies import LARGEST_ID
from scrm.web.routes import Route
from scrm.web.tables import KeptAnswer
from scrm.web.values import NOBODY, Actor

B = TypeVar("B")
Q = TypeVar("Q")
T = TypeVar("T")

KEPT_FOR = timedelta(hours=48)


class NotKept(Conflict):
    """This request was done before, and its answer held a secret."""

    code = "answer_not_kept"

    def __init__(self) -> None:
        super().__init__(
            "This was done already; its answer held a secret, which is not kept: ask for a new one"
        )


class Replayed(Exception):
    """This request was answered before: here is that answer again."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__("replayed")
        self.status = status
        self.body = body


@dataclass(frozen=True, slots=True)
class Call(Generic[B, Q]):
    """`body` and `query` are valid values of the types that the route declares."""

    request: web.Request
    actor: Actor
    body: B
    query: Q
    database: Database
    clock: Clock
    route: Route
    raw: bytes | None
    """The body; None where the handler reads it itself."""

    def id(self, name: str = "id") -> int:
        """An id from the path; what is no number is nobody's id."""
        value = self.request.match_info[name]
        if not value.isdecimal() or len(value) > 19 or int(value) > LARGEST_ID:
            raise NotFound(name if name != "id" else "thing", value)
        return int(value)

    def __getitem__(self, key: web.AppKey[T]) -> T:
        """A part of the hub that the composition root has put into the application."""
        return self.request.app[key]

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def read(self, work: Callable[[Session], T]) -> T:
        return await self.database.read(work)

    async def write(self, work: Callable[[Session], T], *, content: str = "") -> T:
        """One unit of work. With an Idempotency-Key its answer is kept in the same commit, so
        that a repetition gets the same answer and has no second effect.

        `content` stands for a body that the handler has read itself. Nobody in particular has
        no keys: one visitor would get what another was answered.
        """
        key = self.request.headers.get("Idempotency-Key", "")
        if not key or self.request.method != "POST" or self.actor is NOBODY:
            return await self.database.write(work)
        if len(key) > 200:
            raise Invalid("Idempotency-Key", "is longer than 200 characters")
        wanted = self._fingerprint(content)
        try:
            return await self.database.write(lambda session: self._once(session, key, wanted, work))
        except IntegrityError:  # a twin was first, whose answer is kept by now; or the work's own
            return await self.database.write(lambda session: self._once(session, key, wanted, work))

    def _once(self, session: Session, key: str, wanted: str, work: Callable[[Session], T]) -> T:
        kept = session.exec(
            select(KeptAnswer).where(
                col(KeptAnswer.actor) == self.actor.key, col(KeptAnswer.key) == key
            )
        ).first()
        if kept is not None:
            if kept.request_hash != wanted:
                raise Invalid("Idempotency-Key", "was used for another request", code="key_reused")
            if self.route.secret:
                raise NotKept
            raise Replayed(kept.status, kept.body)
        result = work(session)
        session.add(
            KeptAnswer(
                actor=self.actor.key,
                key=key,
                request_hash=wanted,
                status=self.route.status if result is not None else 204,
                body=b"" if self.route.secret or result is None else encode(result),
                created_at=self.now,
            )
        )
        return result

    def _fingerprint(self, content: str) -> str:
        body = content.encode() if self.raw is None else self.raw
        if self.raw is None and not content:
            raise TypeError(f"{self.route.path} says nothing of the body that it has read")
        request = f"{self.request.method} {self.request.path_qs}\n".encode() + body
        return hashlib.sha256(request).hexdigest()


def encode(value: Any) -> bytes:
    """An answer's JSON: dataclasses by field, times in RFC 3339 UTC with a Z."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
