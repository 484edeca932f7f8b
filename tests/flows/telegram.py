"""The simulated Telegram from outside: bots, people, and what they do with their phones."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.flows.processes import Program

Json = dict[str, Any]
ARRIVES_WITHIN = 15.0
LOOK_EVERY = 0.05


@dataclass(slots=True)
class Telegram:
    """A sandbox in a process of its own."""

    program: Program
    address: str
    http: ClientSession

    @classmethod
    async def start(cls, folder: Path, http: ClientSession) -> "Telegram":
        arguments = ("-m", "config.sandbox", "--port", "0", "--data", str(folder / "platforms"))
        log = folder / "sandbox.log"
        program = await Program.start(arguments, log, {})
        said = await program.line(log)
        return cls(program, next(word for word in said.split() if word.startswith("http")), http)

    async def ask(self, method: str, path: str, body: Json | None = None) -> Any:
        async with self.http.request(method, f"{self.address}/sandbox{path}", json=body) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json(content_type=None)

    async def bot(self, name: str) -> Json:
        made: Json = await self.ask("POST", "/bots", {"name": name})
        return made

    async def newcomer(self, name: str, bot: str) -> "Customer":
        """Somebody who has just pressed Start."""
        first, _, last = name.partition(" ")
        person = await self.ask("POST", "/people", {"first_name": first, "last_name": last})
        customer = Customer(self, name, int(person["id"]), bot)
        await customer.does("start", payload="")
        return customer

    async def fails_next(self, method: str, *faults: str) -> None:
        script = [{"method": method, "faults": list(faults)}]
        await self.ask("POST", "/faults", {"script": script})


@dataclass(frozen=True, slots=True)
class Customer:
    """A person with a phone, who writes to one bot."""

    telegram: Telegram
    name: str
    id: int
    bot: str

    async def does(self, kind: str, **more: Any) -> Json:
        body = {"kind": kind, "bot": self.bot, **more}
        done: Json = await self.telegram.ask("POST", f"/people/{self.id}/messages", body)
        return done

    async def writes(self, text: str) -> Json:
        return await self.does("text", text=text)

    async def edits(self, message: Json, text: str) -> None:
        path = f"/people/{self.id}/messages/{message['message_id']}"
        await self.telegram.ask("PATCH", path, {"text": text, "bot": self.bot})

    async def blocks(self) -> None:
        await self.telegram.ask("POST", f"/people/{self.id}/block", {"bot": self.bot})

    async def chat(self) -> list[Json]:
        found: Any = await self.telegram.ask("GET", f"/people/{self.id}/messages?bot={self.bot}")
        return list(found["messages"] if isinstance(found, dict) else found)

    async def texts(self) -> list[str]:
        return [str(one.get("text", "")) for one in await self.chat()]

    async def receives(self, is_it: Callable[[Json], bool]) -> Json:
        """Wait until the phone shows such a message: it has no other way to tell us."""
        async with asyncio.timeout(ARRIVES_WITHIN):
            while True:
                for message in await self.chat():
                    if is_it(message):
                        return message
                await asyncio.sleep(LOOK_EVERY)
