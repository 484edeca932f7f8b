"""Runs the hub until it is told to stop."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from aiohttp import web
from sqlmodel import Session

from config import control
from config.hub import Hub
from config.server import application
from config.settings import Settings
from scrm.kernel.errors import Conflict
from scrm.staff import service as staff
from scrm.staff import store as staff_store
from scrm.staff.values import LinkKind, Role
from scrm.web.runner import ImpatientRunner

log = structlog.get_logger()

GRACE = 10.0
"""Seconds that requests under way get at the end."""
STOP_WITHIN = 18.0
"""Seconds for requests and sends together; what is still being sent then becomes unknown."""
BACKLOG = 2048
"""Connections that may wait to be taken: after a restart all browsers come back at once, and who
finds no place tries again after a second or, having said nothing yet, waits for ever."""
FIRST_OWNER = "owner@example.org"

Started = Callable[[Hub], Awaitable[None]]


async def serve(hub: Hub, started: Started) -> None:
    """Start the hub, tell `started`, and drain when SIGTERM or SIGINT comes."""
    settings = hub.settings
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    await hub.start()
    runner = ImpatientRunner(application(hub), access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    commands = await control.serve(hub)
    try:
        here = await _listen(runner, settings)
        hub.address = settings.public_url or here
        log.info("hub is ready", action="hub.ready", address=hub.address, listening=here)
        await started(hub)
        await told.wait()
        log.info("hub drains", action="hub.draining")
    finally:
        began = loop.time()
        hub.drain()
        await commands.cleanup()
        hub.folder.socket.unlink(missing_ok=True)
        await runner.cleanup()
        left = STOP_WITHIN - (loop.time() - began)
        await hub.stop(within=timedelta(seconds=max(left, 1.0)))


async def _listen(runner: web.AppRunner, settings: Settings) -> str:
    """Open the port; the address with the number that the system chose where it was 0."""
    host, port = settings.address
    site = web.TCPSite(runner, host, port, backlog=BACKLOG, reuse_address=True)
    try:
        await site.start()
    except OSError as error:
        raise Conflict(
            f"Port {port} on {host} is taken; choose another with SCRM_LISTEN", code="port_taken"
        ) from error
    bound = runner.addresses[0]
    return f"http://{bound[0]}:{bound[1]}"


async def announce(hub: Hub) -> None:
    """Say where the hub is, and how to come in for the first time."""
    link = await first_link(hub)
    print(f"The hub is at {hub.address}")
    if link is not None:
        print(f"Come in for the first time (once, within a day): {link}")
    sys.stdout.flush()


async def first_link(hub: Hub) -> str | None:
    """A one-time link for the first owner, while nobody can sign in yet; None afterwards."""
    now = hub.clock.now()

    def work(session: Session) -> str | None:
        users = staff_store.users(session)
        if any(user.password_hash for user in users):
            return None
        user = users[0] if users else staff.add_user(session, FIRST_OWNER, Role.OWNER, now)
        return staff.make_link(session, user.id, LinkKind.SETUP, "start", now)

    secret = await hub.database.write(work)
    return None if secret is None else f"{hub.address}/welcome#token={secret}"
