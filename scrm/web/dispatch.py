"""From a route's declaration to an aiohttp handler: sign-in, permission, input, answer, errors."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web
from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError

from scrm.kernel import strict_json
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.errors import Forbidden, Invalid, ScrmError, Unauthenticated
from scrm.kernel.text import clean
from scrm.web.bodies import validated
from scrm.web.call import Call, Replayed, encode
from scrm.web.problems import answer_for, problem
from scrm.web.protection import require_own_site
from scrm.web.routes import PUBLIC, SIGNED_IN, Route
from scrm.web.values import NOBODY, Actor

log = structlog.get_logger()

Identify = Callable[[web.Request], Awaitable[Actor | None]]

BODY_WITHIN = 30.0
"""Seconds in which a request's body must be there, whatever its pace."""
MOST_BODY = 1_000_000


class Dispatcher:
    """Turns routes into handlers; `identify` says who makes a request."""

    def __init__(self, database: Database, clock: Clock, identify: Identify) -> None:
        self._database = database
        self._clock = clock
        self._identify = identify

    def handler(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        body = None if route.body is None else TypeAdapter(route.body)
        query = None if route.query is None else TypeAdapter(route.query)

        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return await self._answer(route, request, body, query)
            except Replayed as kept:
                return _json(kept.body, kept.status)
            except ScrmError as error:
                return answer_for(error)
            except IntegrityError:
                log.warning("two at once", action="web.collided", path=route.path, exc_info=True)
                return problem(409, "conflict", "Somebody else changed this now; look again")
            except (web.HTTPException, asyncio.CancelledError):
                raise
            except Exception:
                log.exception("request failed", action="web.failed", path=route.path)
                return problem(500, "internal", "Something broke here; it is in the log")

        return handle

    async def _answer(
        self,
        route: Route,
        request: web.Request,
        body: TypeAdapter[Any] | None,
        query: TypeAdapter[Any] | None,
    ) -> web.StreamResponse:
        require_own_site(request)
        actor = await self._allowed(route, request)
        raw = None if route.raw_body else await read_body(request, MOST_BODY)
        call: Call[Any, Any] = Call(
            request=request,
            actor=actor,
            body=None if body is None else _body(body, raw or b"", request),
            query=None if query is None else _query(query, request),
            database=self._database,
            clock=self._clock,
            route=route,
            raw=raw,
        )
        result = await route.handler(call)
        if isinstance(result, web.StreamResponse):
            return result
        if result is None:
            return web.Response(status=204)
        return _json(encode(result), route.status)

    async def _allowed(self, route: Route, request: web.Request) -> Actor:
        if route.permission == PUBLIC:
            return NOBODY
        actor = await self._identify(request)
        if actor is None:
            raise Unauthenticated("Sign in, or send a token")
        if route.permission != SIGNED_IN and not actor.may(route.permission):
            raise Forbidden
        return actor


async def read_body(request: web.Request, most: int) -> bytes:
    """The whole body within its time and size. Raises 413 before reading past the limit."""
    declared = request.content_length
    if declared is not None and declared > most:
        raise too_large(most)
    if request.content.is_eof():  # it came with the headers, as nearly all webhooks do
        whole = request.content.read_nowait(-1)
        if len(whole) > most:
            raise too_large(most)
        return whole
    chunks = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN):
            async for chunk in request.content.iter_any():
                chunks += chunk
                if len(chunks) > most:
                    raise too_large(most)
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="The body did not come in time") from None
    return bytes(chunks)


def too_large(most: int) -> web.HTTPRequestEntityTooLarge:
    """413, and the connection is closed: what still comes on it is not read."""
    refusal = web.HTTPRequestEntityTooLarge(max_size=most, actual_size=most + 1)
    refusal.force_close()
    return refusal


def _json(body: bytes, status: int) -> web.Response:
    return web.Response(body=body, status=status, content_type="application/json")


def _body(adapter: TypeAdapter[Any], raw: bytes, request: web.Request) -> Any:
    if raw and request.content_type != "application/json":
        raise Invalid("Content-Type", "must be application/json", code="not_json")
    try:
        document = strict_json.loads(raw or b"{}")
    except strict_json.BadJson as bad:
        raise Invalid("body", f"is {bad}", code="not_json") from bad
    return validated(adapter, document)


def _query(adapter: TypeAdapter[Any], request: web.Request) -> Any:
    return validated(adapter, {name: clean(value) for name, value in request.query.items()})
