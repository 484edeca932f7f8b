"""A hub in a process of its own, on a data folder that outlives it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout

from config.hub import Hub
from config.verbs import add_channel, create_token
from tests.support.cast import Json
from tests.support.databases import Place
from tests.support.hub import SECRET_KEY, Client, settings_for
from tests.support.nursery import Birth, Nursery

READY_WITHIN = 30.0
RETRY = 0.02
"""Seconds until who pushes tries again after a connection broke, as platforms wait too."""


class NotReady(Exception):
    """The hub ended before it was ready; the end of its log is quoted."""

    def __init__(self, status: int, log: str) -> None:
        super().__init__(f"exit status {status}: {log}")
        self.status = status


@dataclass(slots=True)
class HubProcess:
    """Start it, kill it, start it again. `up` is set while it is known to answer."""

    place: Place
    nursery: Nursery
    client: Client
    mutant: str = ""
    failpoints: str = ""
    patient: bool = False
    """Whether its connector waits as long as in life; else an answer that hangs is given up soon."""
    settings: dict[str, str] = field(default_factory=dict)
    """What its environment says besides."""
    pid: int = 0
    starts: int = 0
    up: asyncio.Event = field(default_factory=asyncio.Event)
    _output: asyncio.StreamReader | None = None
    _pipe: asyncio.ReadTransport | None = None

    @property
    def log(self) -> Path:
        return self.place.data_dir.parent / "hub.log"

    async def start(self) -> None:
        """Return when it is ready. Raises NotReady where it is not to be."""
        birth = Birth(self._environment(), self.mutant, self.patient, str(self.log))
        self.pid, output = await self.nursery.bear(birth)
        self.starts += 1
        await self._listen_to(output)
        async with asyncio.timeout(READY_WITHIN):
            said = (await self._reader().readline()).decode().strip()
        if not said.startswith("The hub is at "):
            status = await self._gone()
            raise NotReady(status, self.log.read_text()[-3_000:])
        self.client.address = said.removeprefix("The hub is at ")
        self.up.set()

    def _environment(self) -> dict[str, str]:
        return {
            "SCRM_DATA_DIR": str(self.place.data_dir),
            "SCRM_DATABASE_URL": "" if self.place.kind == "sqlite" else self.place.url,
            "SCRM_SECRET_KEY": SECRET_KEY,
            "SCRM_LISTEN": "127.0.0.1:0",
            "SCRM_FAILPOINTS": self.failpoints,
            "SCRM_LOG_FORMAT": "json",
            **self.settings,
        }

    async def kill(self) -> None:
        """kill -9, and wait until nothing of it is left."""
        self.up.clear()
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            await self._gone()

    async def stop(self) -> int:
        """SIGTERM, and its exit status."""
        self.up.clear()
        os.kill(self.pid, signal.SIGTERM)
        return await self._gone()

    async def died(self) -> int:
        """Wait until it ends by itself; its exit status."""
        status = await self._gone()
        self.up.clear()
        return status

    async def _gone(self) -> int:
        """Its standard output ends with it; then its status is there at once."""
        await self._reader().read()
        pid, self.pid = self.pid, 0
        if self._pipe is not None:
            self._pipe.close()
        return await self.nursery.ended(pid)

    async def _listen_to(self, output: int) -> None:
        loop = asyncio.get_running_loop()
        self._output = reader = asyncio.StreamReader()
        self._pipe, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(output, "rb")
        )

    def _reader(self) -> asyncio.StreamReader:
        if self._output is None:
            raise NotReady(0, "it was never started")
        return self._output


@asynccontextmanager
async def supervised(hub: HubProcess, most_deaths: int) -> AsyncIterator[list[int]]:
    """Start it again each time that it dies, as systemd does; the exit statuses so far."""
    deaths: list[int] = []

    async def supervise() -> None:
        while len(deaths) < most_deaths:
            deaths.append(await hub.died())
            await hub.start()

    supervisor = asyncio.get_running_loop().create_task(supervise())
    try:
        yield deaths
    finally:
        supervisor.cancel()
        await asyncio.gather(supervisor, return_exceptions=True)


@asynccontextmanager
async def hub_process(
    place: Place, nursery: Nursery, channel: Json, *, mutant: str = "", patient: bool = False
) -> AsyncIterator[HubProcess]:
    """A data folder with one channel and a token, and the hub on it: not started yet."""
    hub = Hub(settings_for(place))
    await hub.start(workers=False)
    given = {"platform": "telegram", "name": "Shop", "settings": channel, "check": False}
    added = await add_channel(hub, given)
    token = await create_token(hub, {"name": "tests", "scopes": []})
    await hub.stop()
    async with ClientSession(timeout=ClientTimeout(total=30)) as http:
        client = Client("", http, token["token"], str(added.id))
        process = HubProcess(place, nursery, client, mutant, patient=patient)
        try:
            yield process
        finally:
            await process.kill()
