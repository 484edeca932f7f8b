"""A hub for a benchmark, in a process of its own on core 0: `python -m config.bench.hubs RULES API`."""

import asyncio
import signal
import sys

import uvloop
from aiohttp import web
from sqlmodel import Session

from config.bench.load import SECRET, pin
from config.bench.regime import begin
from config.bench.servers import say
from config.hub import Hub
from config.logs import set_up
from config.server import application
from config.settings import load
from scrm.channels import service as channels
from scrm.channels.tables import Channel
from scrm.web.runner import ImpatientRunner

TOKEN = "1:bench"  # noqa: S105 - of no bot


NOWHERE = "http://127.0.0.1:9"


async def ready_hub(hub: Hub, api: str = NOWHERE) -> int:
    """A started hub with a Telegram channel in webhook mode that answers to `api`; returns the
    channel's id."""
    platform = hub.registry.platform("telegram")
    settings = {
        "token": TOKEN,
        "secret_token": SECRET,
        "mode": "webhook",
        "api_base": api,
    }

    def work(session: Session) -> Channel:
        return channels.add(session, platform, "bench", settings, hub.sealer, hub.clock.now())

    channel = await hub.database.write(work)
    hub.registry.load(channel)
    return channel.id


async def main(rules: int = 0, api: str = NOWHERE) -> None:
    settings = load()
    set_up(settings.log_level, settings.log_format)
    hub = Hub(settings)
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await hub.start()
    if rules:
        await hub.database.write(lambda session: begin(session, rules))
    channel_id = await ready_hub(hub, api)
    runner = ImpatientRunner(application(hub), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    say(f"{runner.addresses[0][1]} {channel_id}")
    await told.wait()
    await runner.cleanup()
    await hub.stop()


if __name__ == "__main__":
    pin(0)
    uvloop.run(main(int(sys.argv[1]), sys.argv[2]))
