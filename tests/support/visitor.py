"""A visitor's browser as the protocol of website chat describes it: it shares no code with the hub.

It keeps the highest seq that it has shown and sends it as `after`; it counts what it was told
twice, and what it was told out of order.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType

from tests.support.hub import Reply

SITE = "https://shop.example"
PATIENCE = 10.0
RETRY = 0.02

Frame = dict[str, Any]
_numbers = itertools.count(1)


@dataclass(slots=True)
class Visitor:
    """One browser with one token; `tab()` opens a connection."""

    http: ClientSession
    address: str
    key: str
    origin: str = SITE
    token: str = ""

    async def ask(self, method: str, path: str, **rest: Any) -> Reply:
        headers = {"Origin": self.origin} | rest.pop("headers", {})
        url = f"{self.address}/widget/{self.key}{path}"
        async with self.http.request(method, url, headers=headers, **rest) as answer:
            return Reply(answer.status, dict(answer.headers), await answer.read())

    async def session(self, **more: Any) -> Frame:
        """Begin, or go on; the token is kept."""
        reply = await self.ask("POST", "/session", json={"token": self.token, **more})
        assert reply.status == 200, reply.body
        document: Frame = reply.json
        self.token = document["token"]
        return document

    async def connect(self) -> ClientWebSocketResponse:
        url = f"{self.address}/widget/{self.key}/socket"
        return await self.http.ws_connect(url, headers={"Origin": self.origin}, max_msg_size=0)

    async def upload(self, body: bytes, name: str = "photo.png") -> Reply:
        return await self.ask(
            "POST", "/files", data=body, headers=self.bearer | {"X-File-Name": name}
        )

    async def download(self, file_id: str) -> Reply:
        return await self.ask("GET", f"/files/{file_id}", headers=self.bearer)

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def tab(self) -> "Tab":
        return Tab(self)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Tab"]:
        """A tab that is connected and has caught up."""
        if not self.token:
            await self.session()
        tab = self.tab()
        await tab.connect()
        try:
            yield tab
        finally:
            await tab.drop()


@dataclass(slots=True)
class Tab:
    """A connection that may break and come again. `shown` are messages by seq, in the order in
    which they came; `doubled` what came twice on a connection or behind `after`."""

    visitor: Visitor
    shown: dict[int, Frame] = field(default_factory=dict)
    doubled: list[Frame] = field(default_factory=list)
    heard: list[Frame] = field(default_factory=list)
    after: int = 0
    ws: ClientWebSocketResponse | None = None
    closed: int | None = None
    _reading: asyncio.Task[None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def connect(self) -> None:
        """Open, greet, and catch up."""
        await self.greet()
        await self.until("caught_up")

    async def greet(self, **more: Any) -> None:
        self.ws = await self.visitor.connect()
        self.closed = None
        self.heard.clear()
        self._reading = asyncio.get_running_loop().create_task(self._read())
        await self.say(type="hello", token=self.visitor.token, after=self.after, **more)

    def cut(self) -> bool:
        """The line breaks: nobody says goodbye. False where there is none."""
        if self.ws is None or not self.ws.get_extra_info("socket"):
            return False
        line = self.ws._response.connection
        if line is None or line.transport is None:
            return False
        line.transport.abort()
        return True

    async def drop(self) -> None:
        """Break it, and leave."""
        if self.ws is not None:
            self.cut()
            await self.ws.close()
        if self._reading is not None:
            await self._reading
        self.ws = None

    async def say(self, **frame: Any) -> None:
        assert self.ws is not None
        await self.ws.send_json(frame)

    async def write(self, text: str, **more: Any) -> Frame:
        """Send a message until the hub says what became of it."""
        client_id = more.pop("client_id", None) or f"client-{next(_numbers):06}"
        await self.say(type="message", client_id=client_id, text=text, attachments=[], **more)
        return await self.answer(client_id)

    async def answer(self, client_id: str) -> Frame:
        return await self.wait(
            lambda one: one["type"] in ("sent", "refused") and one["client_id"] == client_id
        )

    async def until(self, kind: str, **fields: Any) -> Frame:
        return await self.wait(
            lambda one: (
                one["type"] == kind
                and all(one.get(name) == value for name, value in fields.items())
            )
        )

    async def hears(self, text: str) -> Frame:
        """Wait until a message with this text is shown."""
        return await self.until("message", text=text)

    async def hears_all(self, texts: list[str]) -> None:
        """Wait until all of these have been shown, on this connection or an earlier one."""
        async with asyncio.timeout(PATIENCE):
            while not set(texts) <= set(self.texts):
                self._news.clear()
                await self._news.wait()

    async def hears_count(self, count: int) -> None:
        """Wait until so many messages have been shown, on whichever connection."""
        async with asyncio.timeout(3 * PATIENCE):
            while len(self.shown) < count:
                self._news.clear()
                await self._news.wait()

    async def wait(self, wanted: Any, within: float = PATIENCE) -> Frame:
        async with asyncio.timeout(within):
            while True:
                for one in self.heard:
                    if wanted(one):
                        return one
                assert self.closed is None, (self.closed, self.heard[-3:])
                self._news.clear()
                await self._news.wait()

    async def until_closed(self) -> int:
        async with asyncio.timeout(PATIENCE):
            while self.closed is None:
                self._news.clear()
                await self._news.wait()
        return self.closed

    @property
    def texts(self) -> list[str]:
        return [self.shown[seq].get("text", "") for seq in sorted(self.shown)]

    async def _read(self) -> None:
        assert self.ws is not None
        async for received in self.ws:
            if received.type is WSMsgType.TEXT:
                self._take(received.json())
                self._news.set()
        self.closed = self.ws.close_code or 1006
        self._news.set()

    def _take(self, frame: Frame) -> None:
        self.heard.append(frame)
        if frame["type"] not in ("message", "sent"):
            return
        seq = frame["seq"]
        if seq in self.shown and frame["type"] == "message":
            self.doubled.append(frame)
        if frame["type"] == "message" and seq <= self.after:
            self.doubled.append(frame)
        self.shown.setdefault(seq, frame)
        self.after = max(self.after, seq)


@dataclass(slots=True)
class Stubborn:
    """A tab that comes back whenever its line breaks, and sends each message until the hub has
    it: with the same id, as the protocol asks."""

    tab: Tab
    up: asyncio.Event
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    sent: list[str] = field(default_factory=list)
    breaks: int = 0
    _live: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Stay connected until `stopping`."""
        while not self.stopping.is_set():
            await self.up.wait()
            try:
                await self.tab.connect()
                self._live.set()
                await self._until_broken()
            except (OSError, ClientError, AssertionError, TimeoutError):
                await asyncio.sleep(RETRY)
            finally:
                self._live.clear()
                await self._leave()

    async def _until_broken(self) -> None:
        while self.tab.closed is None and not self.stopping.is_set():
            self.tab._news.clear()
            await _any(self.tab._news, self.stopping)

    async def _leave(self) -> None:
        try:
            await self.tab.drop()
        except (OSError, ClientError):
            self.breaks += 1

    async def deliver(self, text: str) -> None:
        client_id = f"client-{next(_numbers):06}"
        while True:
            await self._live.wait()
            try:
                answer = await self.tab.write(text, client_id=client_id)
            except (OSError, ClientError, AssertionError, TimeoutError):
                self.breaks += 1
                await asyncio.sleep(RETRY)
                continue
            if answer["type"] == "sent":
                self.sent.append(text)
                return
            assert answer["code"] in ("busy", "too_many"), answer
            self.tab.heard.remove(answer)
            await asyncio.sleep(RETRY)


async def _any(*events: asyncio.Event) -> None:
    tasks = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
