"""Carries out a fault on the wire."""

import asyncio
import gzip
import socket
import struct

from aiohttp import web

from config.sandbox.clock import Clock, happens_within
from config.sandbox.faults import Fault, FaultKind

HANG_LIMIT = 300.0
"""Seconds after which a hanging answer ends in a reset, so that none stays for ever."""

_PROXY_PAGE = (
    "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"
)


class Misbehaviour:
    """Needs the clock for delays, and the event that says the platform is closing."""

    def __init__(self, clock: Clock, closing: asyncio.Event) -> None:
        self._clock = clock
        self._closing = closing

    async def answer(self, request: web.Request, fault: Fault, body: bytes) -> web.StreamResponse:
        """The answer that this fault makes of a right one."""
        match fault.kind:
            case FaultKind.DELAY:
                await happens_within(self._closing, fault.number or 1.0, self._clock)
                return web.Response(body=body, content_type="application/json")
            case FaultKind.HANG:
                await happens_within(self._closing, HANG_LIMIT, self._clock)
                return reset(request)
            case FaultKind.RESET:
                return reset(request)
            case FaultKind.DRIP:
                return await self._drip(request, body, fault.number or 1.0)
            case FaultKind.TRUNCATED:
                return await _truncated(request, body)
            case _:
                return _wrong_answer(fault, body)

    async def _drip(self, request: web.Request, body: bytes, speed: float) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.content_length = len(body)
        await response.prepare(request)
        for position in range(len(body)):
            if await happens_within(self._closing, 1 / speed, self._clock):
                return reset(request, response)
            try:
                await response.write(body[position : position + 1])
            except ConnectionResetError:  # the caller lost patience
                break
        return response


def reset(request: web.Request, response: web.StreamResponse | None = None) -> web.StreamResponse:
    """Close with RST: zero linger makes the kernel forget what was not yet sent."""
    transport = request.transport
    if transport is not None and not transport.is_closing():
        connection = transport.get_extra_info("socket")
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
    return response or web.Response(status=500)


async def _truncated(request: web.Request, body: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


def _wrong_answer(fault: Fault, body: bytes) -> web.Response:
    match fault.kind:
        case FaultKind.INVALID_JSON:
            return web.Response(body=body[:-1] + b",", content_type="application/json")
        case FaultKind.WRONG_BODY:
            return web.json_response({"status": "success", "data": []})
        case FaultKind.WRONG_TYPE:
            return web.Response(body=body, content_type="text/html")
        case FaultKind.REDIRECT:
            return web.Response(status=302, headers={"Location": "http://127.0.0.1:9/"})
        case FaultKind.BOMB:
            return web.Response(
                body=gzip.compress(b" " * (64 << 20), compresslevel=6),
                headers={"Content-Encoding": "gzip", "Content-Type": "application/json"},
            )
        case _:
            return _honest_error(fault)


def _honest_error(fault: Fault) -> web.Response:
    if fault.kind is FaultKind.FLOOD:
        return _flood(fault.number)
    status = int(fault.number or 500)
    return web.Response(status=status, text=_PROXY_PAGE.format(status), content_type="text/html")


def _flood(seconds: float | None) -> web.Response:
    if seconds is None:
        description = "Too Many Requests"
        return web.json_response(
            {"ok": False, "error_code": 429, "description": description}, status=429
        )
    wait = int(seconds)
    return web.json_response(
        {
            "ok": False,
            "error_code": 429,
            "description": f"Too Many Requests: retry after {wait}",
            "parameters": {"retry_after": wait},
        },
        status=429,
        headers={"Retry-After": str(wait)},
    )
