"""A campaign from launch to answer, over a hub at work and a simulated platform."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from scrm.contacts.tables import Contact
from scrm.conversations.tables import Conversation, Message
from scrm.delivery.tables import Delivery
from scrm.journal.tables import Event
from tests.support.cast import ADA, BO, CY, Someone
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
        await self.running.until(lambda s: _count(s, Contact) >= len(people) or None)
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


def _count(session: Session, table: Any) -> int:
    return int(session.exec(select(func.count()).select_from(table)).one())


def _stand(session: Session) -> list[str]:
    of_campaigns = col(Delivery.campaign_id).is_not(None)
    return sorted(session.exec(select(Delivery.state).where(of_campaigns)))


def _stands(*states: str) -> Any:
    return lambda s: _stand(s) == sorted(states) or None


@pytest.fixture
async def shop(place: Place, tmp_path: Path) -> AsyncIterator[Shop]:
    async with (
        simulated(tmp_path) as platform,
        running_hub(place, channel=platform.channel()) as running,
    ):
        yield Shop(running, platform)


async def test_each_gets_it_once_and_an_answer_finds_home(shop: Shop) -> None:
    await shop.meets(ADA, BO, CY)
    campaign = await shop.launched()
    await shop.running.until(_stands("sent", "sent", "sent"))
    for who in (ADA, BO, CY):
        assert shop.got(who) == [f"Hi {who.name}!"]
    shop.platform.phone(ADA).write("Yes please")
    told = await shop.running.until(
        lambda s: s.exec(select(Event).where(col(Event.kind) == "campaign.replied")).first()
    )
    assert (told.data["campaign_id"], told.data["class"]) == (campaign, "other")
    conversation = await shop.running.conversation_of(ADA)
    shown = await shop.running.client.get(f"/conversations/{conversation}")
    assert shown["status"] == "open"
    said = await shop.running.read(
        lambda s: s.exec(select(Message.campaign_id).where(Message.campaign_id != None)).all()  # noqa: E711
    )
    assert list(said) == [int(campaign)] * 3
    report = await shop.running.client.get(f"/campaigns/{campaign}/report")
    assert (await shop.running.client.get(f"/campaigns/{campaign}"))["state"] == "finished"
    assert report["audience"] == 3


async def test_who_waits_for_us_is_held_until_their_conversation_is_done_with(shop: Shop) -> None:
    await shop.meets(ADA, BO)
    shop.platform.phone(BO).write("Where is my order?")
    await shop.running.until(
        lambda s: s.exec(select(Conversation).where(col(Conversation.state) == "open")).first()
    )
    campaign = await shop.launched()
    await shop.running.until(_stands("sent"))
    assert (await shop.fates(campaign))["Bo"] == ("held", "conversation_waits")
    assert shop.got(BO) == []
    conversation = await shop.running.conversation_of(BO)
    path = f"/api/v1/conversations/{conversation}"
    await shop.running.client.ask("PATCH", path, json={"status": "resolved"})
    await shop.running.until(_stands("sent", "sent"))
    assert shop.got(BO) == ["Hi Bo!"]


async def test_who_has_said_stop_gets_nothing_more(shop: Shop) -> None:
    await shop.meets(ADA, BO)
    shop.platform.phone(BO).write("STOP")
    await shop.running.until(
        lambda s: s.exec(select(Event).where(col(Event.kind) == "consent.withdrawn")).first()
    )
    campaign = await shop.launched()
    await shop.running.until(_stands("sent"))
    assert (await shop.fates(campaign))["Bo"] == ("blocked", "opted_out")
    assert shop.got(BO) == []


async def test_what_is_paused_waits_in_the_outbox_too(shop: Shop) -> None:
    await shop.meets(ADA)
    await shop.running.client.post("/campaigns/stop", {})
    campaign = await shop.launched()
    await shop.must(campaign, "pause")
    await shop.running.client.post("/campaigns/go", {})
    assert (await shop.running.client.get(f"/campaigns/{campaign}"))["state"] == "paused"
    assert shop.got(ADA) == []
    await shop.must(campaign, "resume")
    await shop.running.until(_stands("sent"))
    assert shop.got(ADA) == ["Hi Ada!"]
