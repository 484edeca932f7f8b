"""Commands beside a running hub: a socket of mode 0600 in the data folder.

A verb that writes is done by the hub that holds the data folder, or, where none runs,
by a hub that this process starts without its workers.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

import orjson
import structlog
from aiohttp import web

from config.asking import ask
from config.claim import DataFolder
from config.hub import Hub
from config.settings import Settings
from scrm.kernel.errors import ScrmError

log = structlog.get_logger()

Verb = Callable[[Hub, dict[str, Any]], Awaitable[Any]]
VERBS: dict[str, Verb] = {}


def verb(name: str) -> Callable[[Verb], Verb]:
    """Make a function a verb that the command line can have done."""

    def declare(function: Verb) -> Verb:
        VERBS[name] = function
        return function

    return declare


async def serve(hub: Hub) -> web.AppRunner:
    """Listen for commands until the runner is cleaned up."""
    import_module("config.verbs")  # the verbs declare themselves; they need this module first
    app = web.Application(client_max_size=1_000_000)

    async def handle(request: web.Request) -> web.Response:
        wanted = orjson.loads(await request.read())
        try:
            result = await VERBS[wanted["verb"]](hub, wanted["arguments"])
        except ScrmError as error:
            return _answer({"error": str(error)}, 400)
        return _answer({"result": result}, 200)

    app.router.add_post("/", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    path = hub.folder.socket
    path.unlink(missing_ok=True)
    mask = os.umask(0o177)
    try:
        await web.UnixSite(runner, str(path)).start()
    finally:
        os.umask(mask)
    return runner


def _answer(document: dict[str, Any], status: int) -> web.Response:
    return web.Response(body=orjson.dumps(document), status=status)


async def command(settings: Settings, name: str, arguments: dict[str, Any]) -> Any:
    """Have `name` done by whoever may write. Raises ScrmError."""
    import_module("config.verbs")
    folder = DataFolder(settings.data_dir)
    if folder.socket.exists():
        try:
            return await ask(folder.socket, name, arguments)
        except OSError:
            log.debug("no hub behind its socket", action="control.stale_socket")
    hub = Hub(settings)
    await hub.start(workers=False)
    try:
        return orjson.loads(orjson.dumps(await VERBS[name](hub, arguments)))
    finally:
        await hub.stop()


def run(settings: Settings, name: str, /, **arguments: Any) -> Any:
    """The same from outside an event loop."""
    return asyncio.run(command(settings, name, arguments))
