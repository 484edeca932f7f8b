"""The stream over HTTP: server-sent events."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from scrm.kernel.errors import TooManyRequests, Unauthenticated
from scrm.live.service import Live
from scrm.live.values import Reader, Told
from scrm.web.call import Call, encode
from scrm.web.routes import SIGNED_IN, Routes
from scrm.web.values import Actor

log = structlog.get_logger()
routes = Routes("stream")

HEARTBEAT = 15.0
"""Seconds until a silent line shows that it is alive, and until a busy one is looked at anew."""
RETRY_MS = 1_000
WRITE_WITHIN = 20.0
OF_ACCESS = frozenset({"staff.changed", "token.revoked"})
"""Events after which the line must be looked at before anything more is told."""

LIVE = web.AppKey("live", Live)
STOPPING = web.AppKey("stopping", asyncio.Event)
IDENTIFY: web.AppKey[Callable[[web.Request], Awaitable[Actor | None]]] = web.AppKey("identify")


@routes.get("/stream", SIGNED_IN, raw_body=True)
async def stream(call: Call[None, None]) -> web.StreamResponse:
    """Server-sent events: what changes, as it changes. Last-Event-ID resumes."""
    live = call[LIVE]
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
    )
    await response.prepare(call.request)
    last = call.request.headers.get("Last-Event-ID") or live.place
    place = live.place_of(last)
    if place is None:
        place = live.now
        await _write(response, _frames([Told("reset", {})], live.id_at(place)))
    await _write(response, f"retry: {RETRY_MS}\nid: {live.id_at(place)}\n\n".encode())
    try:
        await _tell_on(call, response, place)
    except (ConnectionResetError, TimeoutError):
        log.debug("reader gone", action="live.reader_gone")  # it resumes by its last event's id
    return response


async def _tell_on(call: Call[None, None], response: web.StreamResponse, place: int) -> None:
    """Until the hub stops or the reader must go; that is seen by the clock, whatever the traffic."""
    loop = asyncio.get_running_loop()
    look_at = loop.time() + HEARTBEAT
    goes_on = True
    while goes_on and not call[STOPPING].is_set():
        left = look_at - loop.time()
        if left > 0:
            place, goes_on = await _step(call, response, place, left)
        else:
            goes_on = await _still_valid(call)
            look_at = loop.time() + HEARTBEAT


async def _step(
    call: Call[None, None], response: web.StreamResponse, place: int, at_most: float
) -> tuple[int, bool]:
    """Tell what is behind `place`, or show that the line is alive; False when the reader must go."""
    actor = call.actor
    live, reader = call[LIVE], Reader(actor.user_id, actor.permissions, actor.key)
    if not await live.wait(place, at_most):
        await _write(response, b": still here\n\n")
        return place, True
    try:
        told, place = await live.tell(reader, place)
    except LookupError:
        told, place = [Told("reset", {})], live.now
    if any(one.event in OF_ACCESS for one in told) and not await _still_valid(call):
        return place, False
    await _write(response, _frames(told, live.id_at(place)))
    return place, True


async def _still_valid(call: Call[None, None]) -> bool:
    """A session or token that ended or changed its rights closes its streams too."""
    try:
        actor = await call[IDENTIFY](call.request)
    except (Unauthenticated, TooManyRequests):  # a token that was revoked
        return False
    return actor is not None and actor.permissions == call.actor.permissions


def _frames(told: list[Told], place: str) -> bytes:
    """Only the last event carries the new place, so that a cut repeats and never skips."""
    if not told:
        return b""
    frames = [f"event: {one.event}\ndata: ".encode() + encode(one.data) + b"\n" for one in told]
    return b"\n".join(frames) + f"id: {place}\n\n".encode()


async def _write(response: web.StreamResponse, frame: bytes) -> None:
    """A reader that takes nothing for too long is cut off; it resumes by itself."""
    if frame:
        async with asyncio.timeout(WRITE_WITHIN):
            await response.write(frame)
