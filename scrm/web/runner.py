"""The server in front of an application: its doors, and connections that are impatient."""

import asyncio

from aiohttp import web

from scrm.web.addresses import PROXIES
from scrm.web.doors import DOORS, Doors
from scrm.web.quick import QuickServer

KEEP_ALIVE = 75.0
LINGER = 1.0
"""Seconds to read on, and throw away, what still comes behind an early answer, so that it arrives;
aiohttp's own ten are generous to whoever sends without end."""


class ImpatientRunner(web.AppRunner):
    """Runs an application behind an impatient server."""

    __slots__ = ()

    async def _make_server(self) -> web.Server:
        plain = await super()._make_server()
        doors = self._app.get(DOORS) or Doors({})
        return QuickServer(
            doors.before(plain.request_handler),
            doors=doors,
            request_factory=plain.request_factory,
            proxies=self._app[PROXIES],
            loop=asyncio.get_running_loop(),
            keepalive_timeout=KEEP_ALIVE,
            lingering_time=LINGER,
            **plain._kwargs,
        )
