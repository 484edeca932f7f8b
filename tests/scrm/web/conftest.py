"""A server with one door, and the porter behind it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from scrm.kernel.errors import Unavailable
from scrm.web import doors
from scrm.web.addresses import PROXIES
from scrm.web.crowds import Crowd
from scrm.web.doors import DOORS, Answer, Asked, Doors, Promised
from scrm.web.proxies import Proxies
from scrm.web.quick import QuickHandler
from scrm.web.runner import ImpatientRunner
from tests.support.rawhttp import SILENCE

YES, NO = Answer(200, b"yes"), Answer(403, b"no")


@dataclass
class Porter:
    """A door, and the server before it. `address` is of the server, `quick` how many it answered
    without a task."""

    runner: ImpatientRunner
    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    promises: list["asyncio.Future[None]"] = field(default_factory=list)
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    promises_all: bool = False
    slowly: int = 0

    @property
    def quick(self) -> int:
        return len(self.asked) - self.slowly

    def refuses(self, path: str) -> Answer | None:
        return NO if path.endswith("nobody") else None

    def ask(self, asked: Asked) -> Answer | Promised:
        self.asked.append(asked)
        self.was_asked.set()
        if asked.path.endswith("busy"):
            raise Unavailable("Come again")
        if asked.path.endswith("broken"):
            raise RuntimeError("a door that is broken")
        if not self.promises_all:
            return YES
        self.promises.append(asyncio.get_running_loop().create_future())
        return Promised(self.promises[-1], YES)

    async def is_asked(self) -> bool:
        """Whether that happens before long."""
        try:
            async with asyncio.timeout(SILENCE):
                return await self.was_asked.wait()
        except TimeoutError:
            return False
        finally:
            self.was_asked.clear()

    async def promised(self) -> "asyncio.Future[None]":
        """What the next answer waits for."""
        await self.was_asked.wait()
        self.was_asked.clear()
        return self.promises[-1]


@pytest.fixture
def proxies() -> Proxies:
    return Proxies()


@pytest.fixture
async def porter(monkeypatch: pytest.MonkeyPatch, proxies: Proxies) -> AsyncIterator[Porter]:
    app = web.Application()
    opened = Porter(ImpatientRunner(app, access_log=None, shutdown_timeout=5.0))
    app[PROXIES] = proxies
    app[DOORS] = Doors({"door": opened}, Crowd(proxies) if proxies else None)
    app.router.add_route("*", "/door/{rest:.*}", app[DOORS].behind("door"))
    ordinary = doors._through

    async def counted(door: doors.Door, asks: web.Request) -> web.StreamResponse:
        opened.slowly += 1
        return await ordinary(door, asks)

    lost = QuickHandler.connection_lost

    def heard_of_it(handler: QuickHandler, why: BaseException | None) -> None:
        lost(handler, why)
        opened.gone.set()

    monkeypatch.setattr(QuickHandler, "connection_lost", heard_of_it)
    monkeypatch.setattr(doors, "_through", counted)
    await opened.runner.setup()
    await web.TCPSite(opened.runner, "127.0.0.1", 0).start()
    opened.address = f"http://127.0.0.1:{opened.runner.addresses[0][1]}"
    yield opened
    await opened.runner.cleanup()
