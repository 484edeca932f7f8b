"""What the hub is measured against: `python -m config.bench.servers
bare|sink|broadcast|telegram`."""

import asyncio
import socket
import sys
import time
from itertools import count
from typing import cast

import orjson
import uvloop
from aiohttp import web

from config.bench.load import pin

CANNED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 0\r\n\r\n"


async def bare() -> None:
    """The ceiling: an aiohttp handler that parses the body and answers 200."""

    async def handle(request: web.Request) -> web.Response:
        orjson.loads(await request.read())
        return web.Response()

    app = web.Application()
    app.router.add_post("/hooks/{channel_id}", handle)
    await _serve(app)


async def broadcast() -> None:
    """The ceiling of telling many: what one of the sockets says is sent to all, in a loop."""
    sockets: set[web.WebSocketResponse] = set()

    async def listen(request: web.Request) -> web.WebSocketResponse:
        own = web.WebSocketResponse()
        await own.prepare(request)
        sockets.add(own)
        async for said in own:
            frame = orjson.dumps(orjson.loads(said.data)).decode()
            for one in sockets:
                await one.send_str(frame)
        sockets.discard(own)
        return own

    app = web.Application()
    app.router.add_get("/socket", listen)
    await _serve(app)


REPLY = "reply "
"""What begins so is heard one by one."""


async def telegram() -> None:
    """Takes whatever a bot says, at once; tells by the machine's clock when it heard each reply, once
    it has heard as many as are asked for."""
    numbers = count(1)
    heard: dict[str, float] = {}
    another = asyncio.Event()

    async def take(request: web.Request) -> web.Response:
        asked = orjson.loads(await request.read() or b"{}")
        if str(asked.get("text", "")).startswith(REPLY):
            heard[asked["text"]] = time.monotonic()
            another.set()
        sent = {
            "message_id": next(numbers),
            "date": int(time.time()),
            "chat": {"id": asked.get("chat_id", 0), "type": "private"},
        }
        answer = {"ok": True, "result": sent}
        return web.Response(body=orjson.dumps(answer), content_type="application/json")

    app = web.Application()

    async def tell(request: web.Request) -> web.Response:
        while len(heard) < int(request.query["replies"]):
            another.clear()
            await another.wait()
        return web.Response(body=orjson.dumps(heard), content_type="application/json")

    app.router.add_post("/{token}/{method}", take)
    app.router.add_get("/heard", tell)
    await _serve(app)


async def _serve(app: web.Application) -> None:
    """Until the process is ended; says on which port."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    say(runner.addresses[0][1])
    await asyncio.Event().wait()


class Sink(asyncio.Protocol):
    """Answers whatever comes with the same bytes: what is left is the load itself."""

    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, _data: bytes) -> None:
        self.transport.write(CANNED)


async def sink() -> None:
    server = await asyncio.get_running_loop().create_server(
        Sink, "127.0.0.1", 0, family=socket.AF_INET
    )
    say(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def say(line: object) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    kinds = {"bare": bare, "sink": sink, "broadcast": broadcast, "telegram": telegram}
    pin(1 if sys.argv[1] == "telegram" else 0)
    uvloop.run(kinds[sys.argv[1]]())
