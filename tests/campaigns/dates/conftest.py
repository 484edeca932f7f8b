"""A desk with a hand, and people with dates."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from scrm.contacts.tables import Contact
from scrm.journal import service as journal
from scrm.journal.values import Fact
from tests.campaigns.conftest import Desk
from tests.campaigns.hand import Hand, at_hand

BIRTHDAY: dict[str, Any] = {"birthday": {"days": 0, "at": "09:00"}}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(slots=True)
class Days:
    """Passes them hour by hour, as the hub's clock does."""

    hand: Hand
    got: list[tuple[str, str]] = field(default_factory=list)
    """When somebody got it, and where."""

    @property
    def desk(self) -> Desk:
        return self.hand.desk

    async def meets(self, name: str, zone: str = "", **attributes: Any) -> int:
        await self.hand.meets(name)
        contact_id = self.desk.people[name]
        await self.keeps(name, zone=zone, **attributes)
        return contact_id

    async def keeps(self, name: str, zone: str | None = None, **attributes: Any) -> None:
        def change(session: Session) -> None:
            row = session.get_one(Contact, self.desk.people[name])
            row.attributes = row.attributes | attributes
            row.zone = row.zone if zone is None else zone
            session.add(row)

        await self.desk.write(change)

    async def happened(self, name: str, kind: str, when: str) -> None:
        fact = Fact(kind, self.desk.people[name], at(when), {})
        await self.desk.write(lambda s: journal.record(s, [fact], self.desk.clock.now()))

    async def until(self, when: str, campaign: str, step: timedelta = timedelta(hours=1)) -> None:
        """All that comes due up to then is done when it is."""
        while self.desk.clock.now() < at(when):
            await self.desk.passes(min(step, at(when) - self.desk.clock.now()))
            await self.hand.feed(campaign)
            now = self.desk.clock.now()
            self.got += [(f"{now:%m-%d %H}", one) for one in await self.hand.send()]

    async def skips(self, when: str) -> None:
        """The hub is away."""
        self.desk.clock.advance(at(when) - self.desk.clock.now())

    async def keys(self, campaign: str) -> dict[str, int | None]:
        """By the day of each run how many it was for; None where it has not begun."""
        return {run.key[:10]: run.size for run in await self.desk.runs(campaign)}


@pytest.fixture
async def days(desk: Desk) -> Days:
    hand = await at_hand(desk)
    await hand.caps(None)
    return Days(hand)
