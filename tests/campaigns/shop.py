"""A shop at work over a simulated platform, whose people get campaigns."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, func, select

from scrm.contacts.tables import Contact
from scrm.delivery.tables import Delivery
from tests.support.cast import Someone
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub
from tests.support.platform import Platform, simulated

EVERYBODY = {"not": {"attribute": {"name": "city", "op": "eq", "value": "nowhere"}}}


@dataclass(slots=True)
class Shop:
    running: RunningHub
    platform: Platform

    async def meets(self, *people: Someone) -> None:
        """Each has written and been answered, but for the resolving."""
        for who in people:
            self.platform.phone(who).write("Hello")
        await self.running.until(lambda s: count(s, Contact) >= len(people) or None)
        for who in people:
            conversation = await self.running.conversation_of(who)
            path = f"/api/v1/conversations/{conversation}"
            done = await self.running.client.ask("PATCH", path, json={"status": "resolved"})
            assert done.status == 200, done.body

    async def launched(self, **more: Any) -> str:
        draft = {
            "name": "Spring",
            "audience": EVERYBODY,
            "channels": [self.running.client.channel_id],
            "message": {"text": 'Hi {{ contact.name or "there" }}!'},
            "schedule": "now",
            "quiet_hours": "off",
        }
        made = await self.running.client.post("/campaigns", draft | more)
        assert made.status == 201, made.body
        campaign: str = made.json["id"]
        await self.must(campaign, "launch")
        return campaign

    async def must(self, campaign: str, verb: str) -> None:
        reply = await self.running.client.post(f"/campaigns/{campaign}/{verb}", {})
        assert reply.status in (200, 201), reply.body

    async def fates(self, campaign: str) -> dict[str, tuple[str, str]]:
        found = await self.running.client.get(f"/campaigns/{campaign}/recipients")
        return {one["name"]: (one["state"], one["reason"]) for one in found["items"]}

    def got(self, who: Someone) -> list[str]:
        return self.platform.phone(who).texts_received()


def count(session: Session, table: Any) -> int:
    return int(session.exec(select(func.count()).select_from(table)).one())


def _stand(session: Session) -> list[str]:
    of_campaigns = col(Delivery.campaign_id).is_not(None)
    return sorted(session.exec(select(Delivery.state).where(of_campaigns)))


def stands(*states: str) -> Any:
    return lambda s: _stand(s) == sorted(states) or None


@asynccontextmanager
async def open_shop(place: Place, folder: Path, **settings: Any) -> AsyncIterator[Shop]:
    async with (
        simulated(folder) as platform,
        running_hub(place, channel=platform.channel(), **settings) as running,
    ):
        yield Shop(running, platform)
