"""Runs simulated platforms until told to stop: each on a port of its own, as in the world."""

import asyncio
import signal
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import orjson
from aiohttp import web

PLATFORMS = {"telegram": "config.sandbox.telegram"}
"""Platform name -> module with `create_app(directory)`."""


def create_app(platform: str, directory: Path) -> web.Application:
    """The application of one platform; its state lies in a folder of its name."""
    app: web.Application = import_module(PLATFORMS[platform]).create_app(directory / platform)
    return app


def run(
    directory: Path,
    platforms: Sequence[str] = ("telegram",),
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    as_json: bool = False,
) -> None:
    """Serve until SIGTERM or SIGINT. The first platform gets the port, the others free ones."""
    asyncio.run(_serve(directory, platforms, host, port, as_json))


async def _serve(
    directory: Path, platforms: Sequence[str], host: str, port: int, as_json: bool
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    runners: list[web.AppRunner] = []
    try:
        for place, platform in enumerate(platforms):
            app = create_app(platform, directory)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
            runners.append(runner)
            await runner.setup()
            await web.TCPSite(runner, host, 0 if place else port).start()
            _announce(platform, host, runner.addresses[0][1], directory, as_json)
        await stop.wait()
    finally:
        for runner in runners:
            await runner.cleanup()


def _announce(platform: str, host: str, port: int, directory: Path, as_json: bool) -> None:
    address = f"http://{host}:{port}"
    if as_json:
        facts = {
            "platform": platform,
            "address": address,
            "phones": f"{address}/phones",
            "log": str(directory / platform / "calls.jsonl"),
        }
        print(orjson.dumps(facts).decode(), flush=True)
    else:
        print(f"Simulated {platform}: {address} (phones at {address}/phones)", flush=True)
