"""A webhook endpoint whose every answer the test decides."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from multidict import CIMultiDict


class Receiver:
    """`arrived` has the requests in their order; `answers` what to say next, 200 if nothing is left."""

    def __init__(self) -> None:
        self.arrived: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.headers: list[CIMultiDict[str]] = []
        self.answers: list[web.Response] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.headers.append(CIMultiDict(request.headers))
        answer = self.answers.pop(0) if self.answers else web.Response()
        self.arrived.put_nowait(update)
        await self.gate.wait()
        return answer

    async def next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.arrived.get(), 20)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield receiver
    finally:
        receiver.gate.set()
        await runner.cleanup()
