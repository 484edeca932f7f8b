"""The simulated platform as the supervisor sees it: its control API."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
from aiohttp import ClientSession, ClientTimeout, FormData

from config.demo.story import Customer, Line, Said

ASSETS = Path(__file__).parent / "assets"
KINDS = ("voice", "location", "photo", "sticker", "document", "contact")
NO_LIMIT = ClientTimeout(total=None, sock_connect=10)

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bot:
    """The shop's account."""

    username: str
    token: str


class Phones:
    """All phones of the simulation, by the number of their owner."""

    def __init__(self, client: ClientSession, address: str) -> None:
        self._client = client
        self._address = address

    async def bot(self, name: str, username: str) -> Bot:
        """The shop's bot; made where there is none yet."""
        for found in await self._get("/sandbox/bots"):
            return Bot(found["username"], found["token"])
        made = await self._post("/sandbox/bots", {"name": name, "username": username})
        return Bot(made["username"], made["token"])

    async def people(self) -> dict[str, int]:
        """Everybody's number by username."""
        return {one["username"]: one["id"] for one in await self._get("/sandbox/people")}

    async def add(self, customer: Customer) -> int:
        body = {
            "first_name": customer.first_name,
            "last_name": customer.last_name,
            "username": customer.username,
            "language_code": customer.language,
        }
        return int((await self._post("/sandbox/people", body))["id"])

    async def chat(self, person: int) -> list[Said]:
        """The chat with the shop, oldest first."""
        found = await self._get(f"/sandbox/people/{person}/messages")
        return [_said(message) for message in found["messages"]]

    async def say(self, person: int, line: Line) -> None:
        path = f"/sandbox/people/{person}/messages"
        if line.file:
            await self._post_file(path, line)
            return
        body: Document = {"kind": line.kind, "text": line.words}
        if line.place is not None:
            body |= {"latitude": line.place[0], "longitude": line.place[1]}
        await self._post(path, body)

    async def write(self, person: int, words: str) -> None:
        await self._post(f"/sandbox/people/{person}/messages", {"kind": "text", "text": words})

    async def press(self, person: int, words: str, button: int = 0) -> None:
        """Press a button of the newest message with these words."""
        found = await self._get(f"/sandbox/people/{person}/messages")
        shown = next(one for one in reversed(found["messages"]) if words in one.get("text", ""))
        rows = shown["reply_markup"]["inline_keyboard"]
        data = [one["callback_data"] for row in rows for one in row][button]
        body = {"message_id": shown["message_id"], "data": data}
        await self._post(f"/sandbox/people/{person}/presses", body)

    async def answer_slowly(self, seconds: float) -> None:
        """Have the platform take each reply at once and say so `seconds` later; 0: at once."""
        if seconds:
            rate = {"fault": f"delay after {seconds}", "share": 1, "methods": ["sendMessage"]}
            await self._post("/sandbox/faults", {"seed": 1, "rates": [rate]})
        else:
            async with self._client.delete(f"{self._address}/sandbox/faults") as response:
                response.raise_for_status()

    async def set_ahead(self, ahead: timedelta) -> None:
        """Let the platform's time be so far ahead of the machine's."""
        await self._post("/sandbox/clock", {"ahead": ahead.total_seconds()})

    async def listen(self, person: int) -> AsyncIterator[Document]:
        """What changes in the chat, from now on, until the simulation goes. First `hello`."""
        url = f"{self._address}/sandbox/people/{person}/stream"
        async with self._client.get(url, timeout=NO_LIMIT) as response:
            async for line in response.content:
                if line.startswith(b"data: "):
                    yield orjson.loads(line.removeprefix(b"data: "))

    async def _get(self, path: str) -> Any:
        async with self._client.get(self._address + path) as response:
            response.raise_for_status()
            return orjson.loads(await response.read())

    async def _post(self, path: str, body: Document) -> Any:
        async with self._client.post(self._address + path, data=orjson.dumps(body)) as response:
            response.raise_for_status()
            return orjson.loads(await response.read())

    async def _post_file(self, path: str, line: Line) -> None:
        form = FormData({"kind": line.kind, "caption": line.words})
        form.add_field("file", (ASSETS / line.file).read_bytes(), filename=line.file)
        async with self._client.post(self._address + path, data=form) as response:
            response.raise_for_status()


@dataclass(frozen=True, slots=True)
class PhoneOwner:
    """A correspondent on the simulated platform, which keeps the phone's side of it."""

    phones: Phones
    number: int
    channel_id: str

    @property
    def key(self) -> str:
        return str(self.number)

    def is_behind(self, identity: Document) -> bool:
        at = (identity["channel_id"], identity["external_id"])
        return at == (self.channel_id, self.key)

    async def attend(self) -> None:
        """A phone is always on."""

    async def chat(self) -> list[Said]:
        return await self.phones.chat(self.number)

    async def say(self, line: Line) -> None:
        await self.phones.say(self.number, line)

    async def write(self, words: str) -> None:
        await self.phones.write(self.number, words)

    async def listen(self) -> AsyncIterator[str | None]:
        """Until the simulation goes, which is the supervisor's business."""
        async for event in self.phones.listen(self.number):
            message = event.get("message", {})
            if event["type"] == "message" and message.get("by_bot"):
                yield str(message.get("text") or message.get("caption", ""))
            elif event["type"] in ("hello", "message", "removed", "reload"):
                yield None


def _said(message: Document) -> Said:
    words = message.get("text") or message.get("caption")
    kind = next((kind for kind in KINDS if kind in message), "")
    return Said(bool(message["by_bot"]), str(words or kind))
