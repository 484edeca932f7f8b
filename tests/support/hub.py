"""A whole hub in this process: its workers, its port, and a client with a token for everything."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any, TypeVar

import orjson
from aiohttp import ClientSession, ClientTimeout
from pydantic import SecretStr
from sqlmodel import Session, col, select

from config.housekeeping import Housekeeping
from config.hub import Hub
from config.server import application
from config.settings import Settings
from config.verbs import add_channel, create_token
from scrm.channels.service import get as get_channel
from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation
from scrm.files.forgetting.worker import Remover
from scrm.intake.tables import IntakeEvent
from scrm.kernel.clock import Clock, SystemClock
from scrm.kernel.ids import use_node
from scrm.web.runner import ImpatientRunner
from tests.support.cast import PROOF, SECRET, TOKEN, Json, Someone, Telegram
from tests.support.clock import HandClock
from tests.support.databases import Place

T = TypeVar("T")
SECRET_KEY = "a secret key that only tests use"
NOWHERE = "http://127.0.0.1:9"
"""Where no platform answers: for tests in which nothing is sent."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer over HTTP, read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(slots=True)
class Client:
    """Speaks with a hub as platforms and scripts do."""

    address: str
    http: ClientSession
    token: str
    channel_id: str

    async def ask(self, method: str, path: str, **rest: Any) -> Reply:
        headers = {"Authorization": f"Bearer {self.token}"} | rest.pop("headers", {})
        async with self.http.request(
            method, self.address + path, headers=headers, **rest
        ) as answer:
            return Reply(answer.status, dict(answer.headers), await answer.read())

    async def get(self, path: str) -> Any:
        reply = await self.ask("GET", f"/api/v1{path}")
        assert reply.status == 200, reply.body
        return reply.json

    async def post(self, path: str, body: Json, *, key: str = "") -> Reply:
        headers = {"Idempotency-Key": key} if key else {}
        return await self.ask("POST", f"/api/v1{path}", json=body, headers=headers)

    async def push(self, update: Json | bytes, *, secret: str = SECRET) -> Reply:
        """Deliver an update as the platform does."""
        body = BytesIO(update if isinstance(update, bytes) else orjson.dumps(update))
        headers = {PROOF: secret, "Content-Type": "application/json"}
        path = f"/hooks/{self.channel_id}"
        return await self.ask("POST", path, data=body, headers=headers)


@dataclass(slots=True)
class RunningHub:
    """The hub, its client, and Telegram's numbers."""

    hub: Hub
    client: Client
    telegram: Telegram = field(default_factory=Telegram)

    async def hear(self, who: Someone, text: str) -> Json:
        """`who` writes, and the hub has it."""
        update = self.telegram.says(who, text)
        reply = await self.client.push(update)
        assert reply.status == 200, reply.body
        return update

    async def conversation_of(self, who: Someone) -> str:
        """The id of the only conversation of a person who has written."""

        def look(session: Session) -> int:
            question = select(Conversation.id).join(
                Identity, col(Identity.id) == col(Conversation.identity_id)
            )
            return session.exec(question.where(col(Identity.external_id) == str(who.id))).one()

        return str(await self.hub.database.read(look))

    def advance(self, by: timedelta) -> None:
        """Move the hub's hand clock, and wake everybody who waits for a time."""
        clock = self.hub.clock
        assert isinstance(clock, HandClock)
        clock.advance(by)
        for bell in ("intake", f"delivery:{self.client.channel_id}", "file", "watching"):
            self.hub.bell.ring(bell)

    async def events(self) -> dict[str, IntakeEvent]:
        """All that was kept, by the platform's id."""

        def look(session: Session) -> dict[str, IntakeEvent]:
            return {one.external_id: one for one in session.exec(select(IntakeEvent))}

        return await self.read(look)

    async def read(self, work: Callable[[Session], T]) -> T:
        return await self.hub.database.read(work)

    async def until(
        self,
        look: Callable[[Session], T | None],
        within: float = 10.0,
        *,
        step: timedelta | None = None,
    ) -> T:
        """Wait until `look` finds something; each commit of the hub is an occasion to look.

        With `step` the hand clock moves on by so much after each look in vain.
        """
        committed = asyncio.Event()
        self.hub.database.listen(lambda _: committed.set())
        async with asyncio.timeout(within):
            while True:
                committed.clear()
                if found := await self.read(look):
                    return found
                if step is not None:
                    self.advance(step)
                await _either(committed, 0.05)


async def _either(event: asyncio.Event, seconds: float) -> None:
    """Until the event, or the next look: not every change signals."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


async def keep_house(hub: Hub) -> None:
    """What the hub does by the clock, now."""
    remover = Remover(hub.database, hub.shelf, hub.clock)
    keeper = Housekeeping(hub.database, hub.clock, hub.bell, hub.worker, remover)
    await keeper.forget()


def settings_for(place: Place, **more: Any) -> Settings:
    url = "" if place.kind == "sqlite" else place.url
    return Settings(
        data_dir=place.data_dir,
        database_url=SecretStr(url),
        listen="127.0.0.1:0",
        secret_key=SecretStr(SECRET_KEY),
        **more,
    )


def channel_settings(api_base: str, mode: str = "webhook", rate: float = 1000.0) -> Json:
    return {
        "token": TOKEN,
        "secret_token": SECRET,
        "api_base": api_base,
        "mode": mode,
        "rate": rate,
    }


@asynccontextmanager
async def running_hub(
    place: Place,
    *,
    channel: Json | None = None,
    clock: Clock | None = None,
    workers: bool = True,
    **settings: Any,
) -> AsyncIterator[RunningHub]:
    """A hub with one Telegram channel; with `channel` None one whose platform never answers."""
    hub = Hub(settings_for(place, **settings), clock=clock)
    await hub.start(workers=workers)
    runner = ImpatientRunner(application(hub), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        hub.address = await _listen(runner)
        async with ClientSession(timeout=ClientTimeout(total=30)) as http:
            yield RunningHub(hub, await _client(hub, http, channel or channel_settings(NOWHERE)))
    finally:
        hub.drain()
        await runner.cleanup()
        await hub.stop()
        use_node(0, SystemClock())  # ids are the process's: the next test has another clock


async def _listen(runner: ImpatientRunner) -> str:
    from aiohttp import web

    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


async def _client(hub: Hub, http: ClientSession, channel: Json) -> Client:
    given = {"platform": "telegram", "name": "Shop", "settings": channel, "check": False}
    added = await add_channel(hub, given)
    token = await create_token(hub, {"name": "tests", "scopes": []})
    await hub.database.read(lambda s: hub.registry.load(get_channel(s, int(added.id))))
    return Client(hub.address, http, token["token"], str(added.id))
