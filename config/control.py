"""Commands beside a running hub: a socket of mode 0600 in the data folder.

A verb that writes is done by the hub that holds the data folder, or, where none runs,
by a hub that this process starts without its workers.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

from config.asking import ask
from config.claim import DataFolder
from config.hub import Hub
from config.settings import Settings
from scrm.kernel.errors import NotFound, ScrmError

Verb = Callable[[Hub, dict[str, Any]], Awaitable[Any]]
VERBS: dict[str, Verb] = {}
VERB_MODULES = (
    "config.verbs",
    "config.import_verbs",
    "config.rule_verbs",
    "config.bot_verbs",
    "config.pack_verbs",
    "config.campaign_verbs",
)
Ask = Callable[[str, dict[str, Any]], Awaitable[Any]]


def verb(name: str) -> Callable[[Verb], Verb]:
    """Make a function a verb that the command line can have done."""

    def declare(function: Verb) -> Verb:
        VERBS[name] = function
        return function

    return declare


async def serve(hub: Hub) -> web.AppRunner:
    """Listen for commands until the runner is cleaned up."""
    _load_verbs()
    app = web.Application(client_max_size=1_000_000)

    async def handle(request: web.Request) -> web.Response:
        wanted = orjson.loads(await request.read())
        try:
            result = await _known(wanted["verb"])(hub, wanted["arguments"])
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


def _known(name: str) -> Verb:
    found = VERBS.get(name)
    if found is None:
        raise NotFound("verb", name)
    return found


def _answer(document: dict[str, Any], status: int) -> web.Response:
    return web.Response(body=orjson.dumps(document, option=orjson.OPT_UTC_Z), status=status)


@asynccontextmanager
async def talk(settings: Settings) -> AsyncIterator[Ask]:
    """Whoever may write, for several verbs: the hub that runs, or one of our own until the end
    of the block. What is asked for raises ScrmError."""
    _load_verbs()
    path = DataFolder(settings.data_dir).socket
    if await _is_answered(path):
        yield partial(ask, path)
        return
    hub = Hub(settings)
    await hub.start(workers=False)
    try:
        yield partial(_do, hub)
    finally:
        await hub.stop()


async def _is_answered(path: Path) -> bool:
    """Whether a hub listens there; a crash leaves the socket's file behind."""
    try:
        _, writer = await asyncio.open_unix_connection(path)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def _do(hub: Hub, name: str, arguments: dict[str, Any]) -> Any:
    return orjson.loads(orjson.dumps(await VERBS[name](hub, arguments), option=orjson.OPT_UTC_Z))


def _load_verbs() -> None:
    for module in VERB_MODULES:  # the verbs declare themselves; they need this module first
        import_module(module)


async def command(settings: Settings, name: str, arguments: dict[str, Any]) -> Any:
    """Have `name` done by whoever may write. Raises ScrmError."""
    async with talk(settings) as ask:
        return await ask(name, arguments)


def run(settings: Settings, name: str, /, **arguments: Any) -> Any:
    """The same from outside an event loop."""
    return asyncio.run(command(settings, name, arguments))
