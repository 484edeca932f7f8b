"""A shop that works with the hub: its process, its bot, its first owner."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientTimeout, FormData

from tests.flows.processes import HUB, Program
from tests.flows.telegram import Customer, Telegram

Json = dict[str, Any]
COOKIE = "scrm_session"
OWNER = "mira@leaf-and-clay.example"
PASSWORD = "porcelain & oolong"
ARRIVES_WITHIN = 15.0


@dataclass(slots=True)
class House:
    """The hub in a process of its own; `first_link` lets the first owner in."""

    folder: Path
    http: ClientSession
    telegram: Telegram
    port: int = 0
    address: str = ""
    first_link: str = ""
    cookie: str = ""
    bot: str = ""
    channel_id: str = ""
    _csrf: str = ""
    _program: Program | None = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        return self.folder / "hub.log"

    async def start(self) -> None:
        """Return when it is ready; a second start takes the port of the first."""
        environment = {
            "SCRM_DATA_DIR": str(self.folder / "data"),
            "SCRM_LISTEN": f"127.0.0.1:{self.port}",
            "SCRM_LOG_FORMAT": "json",
        }
        self._program = await Program.start(HUB, self.log, environment)
        self.address = (await self._program.line(self.log)).split()[-1]
        self.port = int(self.address.rsplit(":", 1)[1])
        if not self.cookie:
            self.first_link = (await self._program.line(self.log)).split()[-1]

    async def kill(self) -> None:
        if self._program is not None:
            await self._program.kill()

    async def set_up(self) -> None:
        """An owner, and a bot that the hub polls."""
        token = self.first_link.partition("#token=")[2]
        body = {"token": token, "name": "Mira Stone", "email": OWNER, "password": PASSWORD}
        async with self.http.post(f"{self.address}/api/v1/session/link", json=body) as answer:
            assert answer.status == 200, await answer.text()
            self.cookie = answer.cookies[COOKIE].value
            self._csrf = (await answer.json())["csrf"]
        bot = await self.telegram.bot("Leaf & Clay")
        self.bot = bot["username"]
        settings = {"token": bot["token"], "api_base": self.telegram.address}
        channel = {"platform": "telegram", "name": "Leaf & Clay", "settings": settings}
        self.channel_id = (await self.ask("POST", "/channels", channel))["id"]

    async def ask(
        self, method: str, path: str, body: Json | None = None, *, form: FormData | None = None
    ) -> Any:
        headers = {"Cookie": f"{COOKIE}={self.cookie}", "X-CSRF-Token": self._csrf}
        url = f"{self.address}/api/v1{path}"
        async with self.http.request(method, url, json=body, data=form, headers=headers) as answer:
            assert answer.status < 300, await answer.text()
            return None if answer.status == 204 else await answer.json()

    async def receives_rubbish(self, words: str) -> None:
        """A platform with the right secret sends what nobody can read, to a channel of its own."""
        bot = await self.telegram.bot("Parcels")
        secret = "a-secret-of-the-tests"
        settings = {"token": bot["token"], "api_base": self.telegram.address, "mode": "webhook"}
        settings["secret_token"] = secret
        channel = {"platform": "telegram", "name": "Parcels", "settings": settings}
        made = await self.ask("POST", "/channels", channel)
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        update = {"update_id": 1, "message": {"message_id": 1, "text": words}}
        hook = f"{self.address}/hooks/{made['id']}"
        async with asyncio.timeout(ARRIVES_WITHIN):
            while True:  # as platforms do: again, until it is taken
                async with self.http.post(hook, json=update, headers=headers) as answer:
                    if answer.status == 200:
                        return
                await asyncio.sleep(0.1)

    async def newcomer(self, name: str, says: str = "") -> Customer:
        customer = await self.telegram.newcomer(name, self.bot)
        if says:
            await customer.writes(says)
        return customer

    async def becomes(self, customer: Customer, status: str) -> None:
        """The console shows a change before the hub has it: wait until it does."""
        conversation = await self.conversation_of(customer)
        async with asyncio.timeout(ARRIVES_WITHIN):
            while True:
                found = await self.ask("GET", f"/conversations/{conversation}")
                if found["status"] == status:
                    return
                await asyncio.sleep(0.05)

    async def has_indexed(self, word: str) -> None:
        """Search lags behind the inbox by a moment."""
        async with asyncio.timeout(ARRIVES_WITHIN):
            while True:
                found = await self.ask("GET", f"/search?q={word}")
                if found["items"]:
                    return
                await asyncio.sleep(0.05)

    async def has_met(self, name: str) -> None:
        """People are found by their names a moment after they wrote."""
        async with asyncio.timeout(ARRIVES_WITHIN):
            while True:
                found = await self.ask("GET", f"/contacts?q={name}")
                if found["items"]:
                    return
                await asyncio.sleep(0.05)

    async def conversation_of(self, customer: Customer, words: str = "") -> str:
        """The id of their conversation, as soon as the hub has it (with these words as the last)."""
        async with asyncio.timeout(ARRIVES_WITHIN):
            while True:
                found = await self.ask("GET", "/conversations?limit=200")
                for one in found["items"]:
                    last = (one["last_message"] or {}).get("text", "")
                    if one["contact"]["name"] == customer.name and (not words or last == words):
                        return str(one["id"])
                await asyncio.sleep(0.05)


async def open_house(folder: Path) -> House:
    """A hub that nobody has set up yet, and its Telegram."""
    http = ClientSession(timeout=ClientTimeout(total=30))
    house = House(folder, http, await Telegram.start(folder, http))
    await house.start()
    return house


async def close_house(house: House) -> None:
    await house.kill()
    await house.telegram.program.kill()
    await house.http.close()
