"""A shop whose messages carry a link that ends marketing, and whoever opens it."""

import re
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from scrm.consent.tables import Suppression
from scrm.conversations.tables import Message
from scrm.journal.tables import Event
from tests.campaigns.shop import Shop, stands
from tests.support.cast import Someone
from tests.support.hub import Reply

HUB = "https://hub.example"
LINK = re.compile(rf"{HUB}(/stop/[0-9A-Za-z]+)")
TEXT = "New tea!\n{{ campaign.stop_link }}"
PRESSED = {"act": "stop"}
BY_MAIL = {"List-Unsubscribe": "One-Click"}


@dataclass(slots=True)
class Stopper:
    shop: Shop

    async def sent(self, *people: Someone, **more: Any) -> str:
        await self.shop.meets(*people)
        campaign = await self.shop.launched(**({"message": {"text": TEXT}} | more))
        await self.shop.running.until(stands(*["sent" for _ in people]))
        return campaign

    def path(self, who: Someone) -> str:
        return self.paths(who)[0]

    def paths(self, who: Someone) -> list[str]:
        """One of each message that they got."""
        found = LINK.findall("\n".join(self.shop.got(who)))
        assert found, self.shop.got(who)
        return found

    async def ask(self, method: str, path: str, data: Any = None, **headers: str) -> Reply:
        """As a browser does that nobody has signed in with."""
        client = self.shop.running.client
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with client.http.request(
            method, client.address + path, data=data, headers=named, allow_redirects=False
        ) as answer:
            return Reply(answer.status, dict(answer.headers), await answer.read())

    async def looks(self, who: Someone, **headers: str) -> Reply:
        return await self.ask("GET", self.path(who), **headers)

    async def stops(self, who: Someone, data: Any = PRESSED) -> Reply:
        return await self.ask("POST", self.path(who), data)

    async def undoes(self, who: Someone) -> Reply:
        return await self.ask("POST", self.path(who), {"act": "undo"})

    async def says(self, who: Someone, text: str = "STOP") -> None:
        """Until it is kept, with all that it ends."""
        kept = select(Message).where(col(Message.text) == text)
        before = len(await self.shop.running.read(lambda s: s.exec(kept).all()))
        self.shop.platform.phone(who).write(text)
        await self.shop.running.until(lambda s: s.exec(kept).all()[before:] or None)

    async def standing(self) -> list[tuple[str, int | None]]:
        """Why, and of whom, nothing is sent to somebody."""

        def look(session: Session) -> list[tuple[str, int | None]]:
            rows = session.exec(select(Suppression).order_by(col(Suppression.id)))
            return [(one.why, one.contact_id) for one in rows]

        return await self.shop.running.read(look)

    async def told(self, kind: str) -> list[dict[str, Any]]:
        def look(session: Session) -> list[dict[str, Any]]:
            return [one.data for one in session.exec(select(Event).where(col(Event.kind) == kind))]

        return await self.shop.running.read(look)

    async def report(self, campaign: str) -> Any:
        return await self.shop.running.client.get(f"/campaigns/{campaign}/report")

    async def contact(self, who: Someone) -> str:
        found = await self.shop.running.client.get("/contacts")
        (mine,) = [one["id"] for one in found["items"] if one["name"] == who.name]
        return str(mine)
