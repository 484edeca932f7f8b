"""F-26, P28: every row of the table of outcomes, from the platform's socket to what people read."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlmodel import Session, col, select

import connectors
from config.sandbox.telegram import Phone
from scrm.channels.tables import Channel
from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation
from scrm.delivery.tables import Attempt, Delivery
from scrm.delivery.values import UNFINISHED
from tests.support.cast import ADA
from tests.support.databases import Place
from tests.support.hub import NOWHERE, RunningHub, channel_settings, running_hub
from tests.support.invariants import violations
from tests.support.platform import Platform

GREETING = "Good morning, Ada"

UNKNOWN = (
    "hang before",
    "hang after",
    "reset before",
    "reset after",
    "truncated after",
    "invalid_json after",
    "wrong_body before",
    "wrong_body after",
    "drip after 4",
    "redirect before",
    "bomb after",
    "status before 500",
    "status after 500",
    "status before 502",
    "status after 503",
)
ON_SQLITE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
SENT = ("delay after 0.2", "wrong_type after", "flood before 1")


@dataclass(slots=True)
class Shop:
    """A hub, a simulated Telegram, and Ada, who has written."""

    hub: RunningHub
    platform: Platform
    ada: Phone
    place: Place
    conversation: str

    async def answer(self, text: str = GREETING) -> str:
        path = f"/conversations/{self.conversation}/messages"
        reply = await self.hub.client.post(path, {"text": text})
        assert reply.status == 201, reply.body
        message_id: str = reply.json["id"]
        return message_id

    async def settled(self) -> Delivery:
        return await self.hub.until(_settled)

    async def shown(self) -> str:
        """The status that people read at the last message."""
        answer = await self.hub.client.get(f"/conversations/{self.conversation}/messages")
        status: str = answer["items"][-1]["status"]
        return status


def _settled(session: Session) -> Delivery | None:
    return session.exec(select(Delivery).where(col(Delivery.state).not_in(UNFINISHED))).first()


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connectors.PLATFORMS, "telegram", "tests.support.brisk")


@pytest.fixture
async def shop(place: Place, platform: Platform) -> AsyncIterator[Shop]:
    ada = platform.phone(ADA)
    ada.start()
    async with running_hub(place, channel=platform.channel()) as hub:
        await hub.until(lambda s: s.exec(select(Conversation)).first())
        yield Shop(hub, platform, ada, place, await hub.conversation_of(ADA))


@ON_SQLITE
@pytest.mark.parametrize("fault", UNKNOWN)
async def test_an_answer_that_proves_nothing_is_unknown(fault: str, shop: Shop) -> None:
    shop.platform.faults.script("sendMessage", fault)
    await shop.answer()
    delivery = await shop.settled()
    assert (delivery.state, delivery.reason) == ("unknown", "outcome_unknown")
    assert await shop.shown() == "unknown"
    assert len(shop.platform.log.calls("sendMessage")) == 1
    assert shop.ada.texts_received() == ([GREETING] if "after" in fault else [])
    assert violations(shop.place, log=shop.platform.log, drained=True) == []


@ON_SQLITE
@pytest.mark.parametrize("fault", SENT)
async def test_an_answer_that_proves_it_is_sent(fault: str, shop: Shop) -> None:
    shop.platform.faults.script("sendMessage", fault)
    await shop.answer()
    delivery = await shop.settled()
    assert (delivery.state, delivery.tries) == ("sent", 1)
    assert await shop.shown() == "sent"
    assert shop.ada.texts_received() == [GREETING]
    assert violations(shop.place, log=shop.platform.log, drained=True) == []


async def test_a_person_who_blocked_us_is_not_reachable(shop: Shop) -> None:
    shop.ada.block()
    await shop.answer()
    delivery = await shop.settled()
    assert (delivery.state, delivery.reason) == ("failed", "blocked")
    assert await shop.shown() == "failed"
    identity = await shop.hub.read(lambda s: s.exec(select(Identity)).one())
    assert identity.unreachable_since is not None
    assert violations(shop.place, log=shop.platform.log, drained=True) == []


async def test_a_token_that_was_revoked_pauses_the_channel_and_keeps_the_queue(shop: Shop) -> None:
    shop.platform.sandbox.world.revoke(shop.platform.bot)
    await shop.answer()
    channel = await shop.hub.until(_paused)
    assert channel.paused_reason == "Unauthorized"
    delivery = await shop.hub.until(_queued)
    assert delivery.state == "queued"
    assert shop.ada.texts_received() == []


def _paused(session: Session) -> Channel | None:
    return session.exec(select(Channel).where(col(Channel.state) == "paused")).first()


def _queued(session: Session) -> Delivery | None:
    return session.exec(select(Delivery).where(col(Delivery.state) == "queued")).first()


async def test_a_platform_that_can_not_be_reached_is_tried_again(place: Place) -> None:
    async with running_hub(place, channel=channel_settings(NOWHERE)) as hub:
        await hub.hear(ADA, "Hello?")
        conversation = await hub.conversation_of(ADA)
        await hub.client.post(f"/conversations/{conversation}/messages", {"text": GREETING})
        delivery = await hub.until(_tried_in_vain)
        assert (delivery.state, delivery.reason) == ("queued", "not_accepted")
        assert delivery.due_at > delivery.created_at
        attempt = await hub.read(lambda s: s.exec(select(Attempt)).one())
        assert (attempt.outcome, attempt.code) == ("failed", "not_accepted")


def _tried_in_vain(session: Session) -> Delivery | None:
    wanted = select(Delivery).where(col(Delivery.tries) == 1, col(Delivery.state) == "queued")
    return session.exec(wanted).first()


async def test_only_a_person_sends_again_what_is_unknown(shop: Shop) -> None:
    shop.platform.faults.script("sendMessage", "hang after")
    await shop.answer()
    delivery = await shop.settled()
    listed = await shop.hub.client.get("/deliveries?state=unknown")
    assert [one["id"] for one in listed["items"]] == [str(delivery.id)]
    await shop.hub.client.post(f"/deliveries/{delivery.id}/resend", {})
    again = await shop.hub.until(_sent)
    assert again.id == delivery.id
    assert shop.ada.texts_received() == [GREETING, GREETING]


def _sent(session: Session) -> Delivery | None:
    return session.exec(select(Delivery).where(col(Delivery.state) == "sent")).first()


async def test_a_flood_makes_the_whole_channel_wait_as_long_as_told(shop: Shop) -> None:
    shop.platform.faults.script("sendMessage", "flood before 2")
    await shop.answer()
    await shop.settled()
    first, second = shop.platform.log.calls("sendMessage")
    assert 2 <= second["at"] - first["at"] < 3.5
