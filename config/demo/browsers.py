"""Visitors of the shop's site, each in a browser of their own that speaks the protocol of website
chat (docs/reference/website-chat.md); it shares no code with the hub or its widget."""

import asyncio
import secrets
from collections import Counter, deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import structlog
from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType

from config.demo.correspondents import Document
from config.demo.inbox import HubAway
from config.demo.story import Customer, Line, Said

log = structlog.get_logger()

AGAIN_IN = (0.25, 8.0)
"""Seconds until a browser tries again: after the first break, and at most."""
BEAT = 25.0
ANSWERED_WITHIN = 15.0
PUT_OFF = 1.0


@dataclass(frozen=True, slots=True)
class Site:
    """Where the chat is, and the page that it is on."""

    hub: str
    key: str
    origin: str
    channel_id: str


class TokenDrawer:
    """The browsers' storage: by whose it is, the token that the hub gave; kept over runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tokens: dict[str, str] = orjson.loads(path.read_bytes()) if path.exists() else {}

    def find(self, key: str) -> str:
        return self._tokens.get(key, "")

    def keep(self, key: str, token: str) -> None:
        if self._tokens.get(key) != token:
            self._tokens[key] = token
            fresh = self._path.with_suffix(".new")
            fresh.write_bytes(orjson.dumps(self._tokens))
            fresh.replace(self._path)


@dataclass(slots=True)
class Record:
    """What this side knows, whatever the hub says later."""

    written: list[str] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    told: Counter[str] = field(default_factory=Counter)
    """The shop's words, with how often they came."""


class Browser:
    """One tab, and a correspondent. It comes back whenever its line breaks, says how far it has
    been told, and sends each message under one id until the hub says that it has it."""

    def __init__(
        self, client: ClientSession, site: Site, customer: Customer, drawer: TokenDrawer
    ) -> None:
        self.record = Record()
        self._client = client
        self._site = site
        self._customer = customer
        self._drawer = drawer
        self._thread = ""
        self._after = 0
        self._shown: dict[int, Said] = {}
        self._outbox: deque[tuple[str, str]] = deque()
        self._listeners: list[asyncio.Queue[str | None]] = []
        self._pause = AGAIN_IN[0]
        self._arrived, self._formed = asyncio.Event(), asyncio.Event()
        self._written, self._answered = asyncio.Event(), asyncio.Event()

    @property
    def key(self) -> str:
        return self._customer.username

    @property
    def channel_id(self) -> str:
        return self._site.channel_id

    def is_behind(self, identity: Document) -> bool:
        return bool(self._thread) and identity["id"] == self._thread

    async def chat(self) -> list[Said]:
        """As the visitor sees it, with what is still to be sent; known once it was told."""
        await self._arrived.wait()
        told = [self._shown[seq] for seq in sorted(self._shown)]
        return told + [Said(False, words) for _, words in self._outbox]

    async def say(self, line: Line) -> None:
        await self.write(line.words)

    async def write(self, words: str) -> None:
        self.record.written.append(words)
        self._outbox.append((secrets.token_hex(8), words))
        self._written.set()
        self._tell(None)

    async def listen(self) -> AsyncGenerator[str | None, None]:
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.append(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self._listeners.remove(queue)

    async def attend(self) -> None:
        """Be on the page until cancelled."""
        while True:
            try:
                await self._stay()
            except* (ClientError, OSError, TimeoutError, HubAway) as broken:
                why = repr(broken.exceptions[0])
                log.debug("a visitor's line broke", action="demo.visitor_away", why=why)
            await asyncio.sleep(self._pause)
            self._pause = min(2 * self._pause, AGAIN_IN[1])

    # One connection

    async def _stay(self) -> None:
        """From the session to the break."""
        token = await self._session()
        url = f"{self._site.hub}/widget/{self._site.key}/socket"
        async with self._client.ws_connect(url, headers={"Origin": self._site.origin}) as line:
            await line.send_json({"type": "hello", "token": token, "after": self._after})
            caught_up = asyncio.Event()
            async with asyncio.TaskGroup() as group:
                talking = (self._talk(line, caught_up), self._beat(line))
                tasks = [group.create_task(one) for one in talking]
                async for received in line:
                    if received.type is WSMsgType.TEXT:
                        self._take(received.json(), caught_up)
                for task in tasks:
                    task.cancel()

    async def _session(self) -> str:
        """Begin, or go on with the token from before."""
        page = {"url": f"{self._site.origin}{self._customer.page}", "title": "Clay & Leaf"}
        known, locale = self._drawer.find(self.key), self._customer.language
        wish: dict[str, Any] = {"token": known, "page": page, "locale": locale}
        url = f"{self._site.hub}/widget/{self._site.key}/session"
        async with self._client.post(
            url, json=wish, headers={"Origin": self._site.origin}
        ) as answer:
            if answer.status != 200:
                raise HubAway(f"no session: {answer.status}")
            document = orjson.loads(await answer.read())
        token = str(document["token"])
        self._drawer.keep(self.key, token)
        if token != known:  # nobody that the hub remembers: what was told was told to another
            self._after, self._thread = 0, ""
            self._shown.clear()
        if document["conversation"] is not None:
            self._thread = document["conversation"]["id"]
        return token

    async def _talk(self, line: ClientWebSocketResponse, caught_up: asyncio.Event) -> None:
        """Say who is there, then what is to be said, one after the other."""
        await caught_up.wait()
        if not self._thread:
            self._formed.clear()
            await line.send_json({"type": "form", "values": {"name": self._customer.name}})
            await _soon(self._formed)
            await self._session()
        while True:
            self._written.clear()
            if not self._outbox:
                await self._written.wait()
                continue
            client_id, words = self._outbox[0]
            self._answered.clear()
            said = {"client_id": client_id, "text": words, "attachments": []}
            await line.send_json({"type": "message"} | said)
            await _soon(self._answered)
            if self._outbox and self._outbox[0][0] == client_id:
                await asyncio.sleep(PUT_OFF)  # it was refused: later, as the protocol asks

    async def _beat(self, line: ClientWebSocketResponse) -> None:
        while True:
            await asyncio.sleep(BEAT)
            await line.send_json({"type": "ping"})

    def _take(self, frame: Document, caught_up: asyncio.Event) -> None:
        match frame["type"]:
            case "message":
                self._hear(frame)
            case "sent":
                self._was_taken(frame["client_id"], frame["seq"])
            case "refused":
                self._answered.set()
            case "formed":
                self._formed.set()
            case "caught_up":
                self._after = max(self._after, frame["seq"])
                self._pause = AGAIN_IN[0]
                caught_up.set()
                self._arrived.set()
                self._tell(None)

    def _hear(self, frame: Document) -> None:
        """What the hub tells in its order, which alone moves the place to go on from."""
        seq, words = frame["seq"], frame["text"]
        self._after = max(self._after, seq)
        if frame["by"] == "visitor":
            self._was_taken(frame.get("client_id", ""), seq, words)
            return
        self.record.told[words] += 1
        if seq not in self._shown:
            self._shown[seq] = Said(True, words)
            self._tell(words)

    def _was_taken(self, client_id: str, seq: int, words: str = "") -> None:
        if self._outbox and self._outbox[0][0] == client_id:
            _, words = self._outbox.popleft()
            self.record.acknowledged.add(words)
            self._answered.set()
        self._shown.setdefault(seq, Said(False, words))
        self._tell(None)

    def _tell(self, words: str | None) -> None:
        for queue in self._listeners:
            queue.put_nowait(words)


async def _soon(event: asyncio.Event) -> None:
    async with asyncio.timeout(ANSWERED_WITHIN):
        await event.wait()
