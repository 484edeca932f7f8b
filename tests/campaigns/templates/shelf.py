"""Templates over HTTP, at a desk."""

from dataclasses import dataclass
from typing import Any

from tests.campaigns.conftest import Desk
from tests.support.hub import Reply

HELLO = {"text": 'Hello {{ contact.name or "there" }}'}
AGAIN = {"text": "Hello again", "buttons": [{"label": "Tea", "value": "tea"}]}


@dataclass(slots=True)
class Shelf:
    desk: Desk

    async def write(self, name: str = "Hello", message: Any = HELLO) -> Reply:
        return await self.desk.running.client.post("/templates", {"name": name, "message": message})

    async def kept(self, name: str = "Hello", message: Any = HELLO) -> str:
        """One that is published."""
        made = await self.write(name, message)
        assert made.status == 201, made.body
        template: str = made.json["id"]
        await self.must(template, "publish")
        return template

    async def do(self, template: str, verb: str, **body: Any) -> Reply:
        return await self.desk.running.client.post(f"/templates/{template}/{verb}", body)

    async def must(self, template: str, verb: str, **body: Any) -> Any:
        reply = await self.do(template, verb, **body)
        assert reply.status in (200, 201), reply.body
        return reply.json

    async def change(self, template: str, **values: Any) -> Reply:
        path = f"/api/v1/templates/{template}"
        return await self.desk.running.client.ask("PATCH", path, json=values)

    async def archive(self, template: str) -> None:
        path = f"/api/v1/templates/{template}"
        reply = await self.desk.running.client.ask("DELETE", path)
        assert reply.status == 204, reply.body

    async def get(self, template: str) -> Any:
        return await self.desk.running.client.get(f"/templates/{template}")

    async def listed(self, query: str = "") -> list[str]:
        found = await self.desk.running.client.get(f"/templates{query}")
        return [one["name"] for one in found["items"]]
