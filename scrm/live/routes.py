"""The stream over HTTP: server-sent events."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from scrm.live.service import Live
from scrm.live.values import Reader, Told
from scrm.web.call import Call, encode
from scrm.web.routes import SIGNED_IN, Routes
from scrm.web.values import Actor

log = structlog.get_logger()
routes = Routes("stream")

HEARTBEAT = 15.0
RETRY_MS = 1_000
WRITE_WITHIN = 20.0

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
        while not call[STOPPING].is_set():
            place, goes_on = await _step(call, response, place)
            if not goes_on:
                break
    except (ConnectionResetError, TimeoutError):
        log.debug("reader gone", action="live.reader_gone")  # it resumes by its last event's id
    return response


async def _step(
    call: Call[None, None], response: web.StreamResponse, place: int
) -> tuple[int, bool]:
    """Tell what is behind `place`, or show that the line is alive; False when the reader must go."""
    live, reader = call[LIVE], Reader(call.actor.user_id, call.actor.permissions)
    if not await live.wait(place, HEARTBEAT):
        await _write(response, b": still here\n\n")
        return place, await _still_valid(call)
    try:
        told, place = await live.tell(reader, place)
    except LookupError:
        told, place = [Told("reset", {})], live.now
    if any(one.event == "staff.changed" for one in told) and not await _still_valid(call):
        return place, False
    await _write(response, _frames(told, live.id_at(place)))
    return place, True


async def _still_valid(call: Call[None, None]) -> bool:
    """A session that ended or changed its rights closes its streams too; it may open new ones."""
    actor = await call[IDENTIFY](call.request)
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
