"""The web application of the simulated Telegram: Bot API, control API and pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from config.sandbox.clock import Clock
from config.sandbox.faults import Faults
from config.sandbox.telegram import control, pages
from config.sandbox.telegram.inside import SANDBOX
from config.sandbox.telegram.sandbox import TelegramSandbox
from config.sandbox.telegram.sending import UPLOAD_LIMIT
from config.sandbox.telegram.values import Settings


def create_app(
    directory: Path,
    settings: Settings | None = None,
    clock: Clock | None = None,
    faults: Faults | None = None,
) -> web.Application:
    """Bot API, control API and pages in one application; `app[SANDBOX]` is the sandbox inside."""
    app = web.Application(client_max_size=UPLOAD_LIMIT + (1 << 20))
    sandbox = TelegramSandbox(directory, settings, clock, faults)
    app[SANDBOX] = sandbox
    for pattern in ("/bot{token:[^/]+}/{method}", "/bot{token:[^/]+}/{method}/"):
        app.router.add_route("GET", pattern, sandbox.api.handle)
        app.router.add_route("POST", pattern, sandbox.api.handle)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", sandbox.api.download)
    app.add_routes(control.routes)
    app.add_routes(pages.routes)
    app.middlewares.append(control.guard)
    app.on_shutdown.append(_release)
    app.cleanup_ctx.append(_lifetime)
    return app


async def _lifetime(app: web.Application) -> AsyncIterator[None]:
    app[SANDBOX].start()
    yield
    await app[SANDBOX].close()


@asynccontextmanager
async def running(
    directory: Path,
    settings: Settings | None = None,
    clock: Clock | None = None,
    faults: Faults | None = None,
) -> AsyncIterator[tuple[TelegramSandbox, str]]:
    """A sandbox that answers on a free port of this machine: itself and its address."""
    app = create_app(directory, settings, clock, faults)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        yield app[SANDBOX], f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


async def _release(app: web.Application) -> None:
    """Before the server waits for its answers to end, end those that wait for something."""
    app[SANDBOX].closing.set()
    app[SANDBOX].api.polling.end_all()
