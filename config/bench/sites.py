"""A hub with a website chat for `scrm bench push`, in a process of its own on core 0:
`python -m config.bench.sites VISITORS`.

It says its port, the site's key, a token for REST, and the tokens of so many visitors, each of
whom has written once. `POST /bench/wave` has each of them say something more, in one set.
"""

import asyncio
import signal
import sys
from secrets import token_urlsafe

import orjson
import uvloop
from aiohttp import web

from config.bench.load import TEXTS, pin
from config.bench.servers import say
from config.hub import Hub
from config.logs import set_up
from config.server import application
from config.settings import load
from config.verbs import add_channel, create_token
from scrm.channels.registry import OpenChannel
from scrm.channels.service import get as get_channel
from scrm.kernel.errors import NotFound
from scrm.visitors import service as visitors
from scrm.visitors.policy import event_of, token_hash
from scrm.visitors.values import Guest, Said, Visit
from scrm.web.runner import ImpatientRunner

ORIGIN = "https://shop.example"
IN_ONE_SET = 500
"""Events that the intake takes at once."""


class Crowd:
    """Visitors who have written, and write again when they are told to."""

    def __init__(self, hub: Hub, channel: OpenChannel) -> None:
        self._hub = hub
        self._channel = channel
        self._guests: list[Guest] = []

    async def gather(self, count: int) -> list[str]:
        """Their tokens."""
        tokens = [token_urlsafe(32) for _ in range(count)]
        now = self._hub.clock.now()
        for token in tokens:
            stranger = Guest(self._channel.id, token_hash(token) or "")
            self._guests.append(
                await self._hub.database.write(
                    lambda s, one=stranger: visitors.keep(s, one, Visit(), now)  # type: ignore[misc]
                )
            )
        await self.write("hello")
        return tokens

    async def write(self, words: str) -> None:
        """Each of them the same words; returns once they are committed."""
        now = self._hub.clock.now()
        events = [
            event_of(guest, Said(token_urlsafe(12), f"{words} {TEXTS[0]}"), now)
            for guest in self._guests
        ]
        for start in range(0, len(events), IN_ONE_SET):
            await self._hub.intake.accept(self._channel, events[start : start + IN_ONE_SET])

    async def answer(self, request: web.Request) -> web.Response:
        await self.write(str(orjson.loads(await request.read())["text"]))
        return web.Response()


async def _opened(hub: Hub) -> tuple[OpenChannel, str]:
    given = {"sites": [ORIGIN], "title": "bench"}
    added = await add_channel(
        hub, {"platform": "webchat", "name": "bench", "settings": given, "check": False}
    )
    number = int(added.id)
    await hub.database.read(lambda s: hub.registry.load(get_channel(s, number)))
    hub.workers.tend(number)
    channel = hub.registry.find(number)
    if channel is None:
        raise NotFound("channel", number)
    return channel, str(added.settings["key"])


async def main() -> None:
    settings = load()
    set_up(settings.log_level, settings.log_format)
    hub = Hub(settings)
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await hub.start()
    channel, key = await _opened(hub)
    crowd = Crowd(hub, channel)
    token = await create_token(hub, {"name": "bench", "scopes": []})
    app = application(hub)
    app.router.add_post("/bench/wave", crowd.answer)
    runner = ImpatientRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    tokens = await crowd.gather(int(sys.argv[1]))
    port = runner.addresses[0][1]
    say(
        orjson.dumps(
            {"port": port, "key": key, "token": token["token"], "visitors": tokens}
        ).decode()
    )
    await told.wait()
    await runner.cleanup()
    await hub.stop()


if __name__ == "__main__":
    pin(0)
    uvloop.run(main())
