"""A hub whose workers rest, with a segment of people, and campaigns for them."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from campaigns.audience.worker import Freezer
from campaigns.life.routes import with_receipts
from campaigns.tables import Occurrence, Recipient
from campaigns.values import RecipientState
from scrm.contacts.tables import Contact, Identity
from scrm.delivery.tables import Delivery
from scrm.delivery.values import LANE_ORDER, Lane
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.ids import new_id
from tests.campaigns.shop import Shop, open_shop
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.hub import Reply, RunningHub, running_hub

MONDAY = datetime(2026, 11, 30, 12, tzinfo=UTC)
ULM = {"attribute": {"name": "city", "op": "eq", "value": "Ulm"}}


@dataclass(slots=True)
class Desk:
    """Where somebody writes campaigns for the people of Ulm."""

    running: RunningHub
    clock: HandClock
    people: dict[str, int] = field(default_factory=dict)

    @property
    def draft(self) -> dict[str, Any]:
        return {
            "name": "Spring",
            "audience": ULM,
            "channels": [self.running.client.channel_id],
            "message": {"text": 'Hi {{ contact.name or "there" }}'},
            "schedule": "now",
        }

    async def lives(self, name: str, city: str = "Ulm", zone: str = "") -> int:
        reply = await self.running.client.post(
            "/contacts", {"name": name, "attributes": {"city": city}}
        )
        self.people[name] = int(reply.json["id"])
        if zone:
            path = f"/api/v1/contacts/{reply.json['id']}"
            answer = await self.running.client.ask("PATCH", path, json={"zone": zone})
            assert answer.status == 200, answer.body
        return self.people[name]

    async def written(self, **more: Any) -> str:
        reply = await self.running.client.post("/campaigns", self.draft | more)
        assert reply.status == 201, reply.body
        made: str = reply.json["id"]
        return made

    async def do(self, campaign: str, verb: str, **body: Any) -> Reply:
        return await self.running.client.post(f"/campaigns/{campaign}/{verb}", body)

    async def must(self, campaign: str, verb: str, **body: Any) -> Any:
        reply = await self.do(campaign, verb, **body)
        assert reply.status in (200, 201), reply.body
        return reply.json

    async def change(self, campaign: str, **values: Any) -> Reply:
        return await self.running.client.ask("PATCH", f"/api/v1/campaigns/{campaign}", json=values)

    async def state(self, campaign: str) -> str:
        found: str = (await self.running.client.get(f"/campaigns/{campaign}"))["state"]
        (listed,) = [
            one
            for one in (await self.running.client.get("/campaigns"))["items"]
            if one["id"] == campaign
        ]
        assert listed["state"] == found
        return found

    def freezer(self) -> Freezer:
        hub = self.running.hub
        return Freezer(
            hub.database, self.clock, Doorbell(), receipts=lambda: with_receipts(hub.registry)
        )

    async def settle(self) -> None:
        """All that waits for the worker is done."""
        freezer = self.freezer()
        while await freezer.work():
            pass

    async def passes(self, time: timedelta) -> None:
        self.clock.advance(time)
        await self.settle()

    async def recipients(self, campaign: str) -> list[Recipient]:
        question = select(Recipient).where(col(Recipient.campaign_id) == int(campaign))
        ordered = question.order_by(col(Recipient.occurrence_id), col(Recipient.contact_id))
        return await self.running.read(lambda s: list(s.exec(ordered)))

    async def names(self, campaign: str) -> list[str]:
        named = {contact_id: name for name, contact_id in self.people.items()}
        return [named[one.contact_id] for one in await self.recipients(campaign)]

    async def runs(self, campaign: str) -> list[Occurrence]:
        question = select(Occurrence).where(col(Occurrence.campaign_id) == int(campaign))
        return await self.running.read(
            lambda s: list(s.exec(question.order_by(col(Occurrence.id))))
        )

    async def write(self, work: Callable[[Session], Any]) -> Any:
        return await self.running.hub.database.write(work)

    async def decided(self, campaign: str, state: str = "blocked", why: str = "no_basis") -> None:
        """As the worker that feeds the outbox ends them."""

        def work(session: Session) -> None:
            mine = col(Recipient.campaign_id) == int(campaign)
            for one in session.exec(select(Recipient).where(mine)):
                one.state, one.why = state, why
                session.add(one)

        await self.write(work)

    async def sends(self, campaign: str, names: list[str], state: str = "queued") -> None:
        """Launch it, and give the messages to the outbox as the worker does that feeds it."""
        for name in names:
            await self.lives(name)
        await self.must(campaign, "launch")
        await self.gives(state)

    async def gives(self, state: str = "failed") -> None:
        """Whoever waits is given to the outbox, which has come to this."""
        channel_id, now = int(self.running.client.channel_id), self.clock.now()

        def give(session: Session) -> None:
            waits = col(Recipient.state) == RecipientState.WAITING
            for row in session.exec(select(Recipient).where(waits)).all():
                identity = Identity(
                    channel_id=channel_id,
                    external_id=f"{row.occurrence_id} of {row.contact_id}",
                    contact_id=row.contact_id,
                )
                session.add(identity)
                session.flush()
                row.state, row.message_id = RecipientState.GIVEN, new_id()
                session.add(row)
                session.add(_delivery(row, identity, state, now))

        await self.write(give)

    async def delivers(self, state: str, *, of: str = "", reason: str = "") -> None:
        """What is in the outbox comes to this, or what is for one person."""

        def move(session: Session) -> None:
            for one in session.exec(select(Delivery)):
                if not of or one.contact_id == self.people[of]:
                    one.state, one.reason = state, reason
                    session.add(one)

        await self.write(move)

    async def contact(self, name: str) -> Contact:
        return await self.running.read(lambda s: s.get_one(Contact, self.people[name]))


def _delivery(row: Recipient, identity: Identity, state: str, now: datetime) -> Delivery:
    assert row.message_id is not None
    return Delivery(
        message_id=row.message_id,
        identity_id=identity.id,
        channel_id=identity.channel_id,
        contact_id=row.contact_id,
        recipient=identity.external_id,
        content={"text": "Hi"},
        lane=LANE_ORDER[Lane.CAMPAIGN],
        due_at=now,
        state=state,
        created_at=now,
    )


@pytest.fixture
async def desk(place: Place) -> AsyncIterator[Desk]:
    clock = HandClock(MONDAY)
    async with running_hub(place, clock=clock, workers=False) as running:
        yield Desk(running, clock)


@pytest.fixture
async def shop(place: Place, tmp_path: Path) -> AsyncIterator[Shop]:
    async with open_shop(place, tmp_path) as opened:
        yield opened
