"""Two people on two channels who may be one, and what can be asked about them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from connectors.telegram import PLATFORM
from scrm.channels.contract import Connector
from scrm.channels.registry import OpenChannel
from scrm.channels.values import (
    ChannelState,
    InboundContent,
    MessageReceived,
    Person,
    SharedContact,
)
from scrm.consent.tables import Suppression
from scrm.contacts import service as contacts
from scrm.contacts.tables import Contact, ContactPoint, Identity
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import Author, AuthorKind
from scrm.intake.applying.service import Unit, apply
from scrm.joining import service
from scrm.joining.tables import Joining
from scrm.joining.values import BY_HAND, Act, Evidence
from scrm.journal.tables import Event
from tests.support.clock import NOON
from tests.support.scene import Scene, set_scene

KIM = Author(AuthorKind.USER, 7, "Kim")
LATER = NOON + timedelta(hours=1)


def hashed(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def by_kim(now: datetime = NOON) -> Act:
    return Act(KIM, now, hashed)


@dataclass(slots=True)
class Pair:
    """Ada on the shop's channel and Bo on another; each has written once."""

    shop: Scene
    desk: Scene
    ada: int
    bo: int

    async def join(
        self, survivor: int, other: int, evidence: Evidence = BY_HAND, *, despite: bool = False
    ) -> int:
        def work(session: Session) -> int:
            act = by_kim()
            return service.join(session, survivor, other, evidence, act, despite=despite).id

        return await self.shop.do(work)

    async def separate(self, joining_id: int) -> None:
        await self.shop.do(lambda s: service.separate(s, joining_id, by_kim(LATER)))

    async def hear(self, scene: Scene, who: str, text: str) -> int:
        """Somebody writes; returns the contact that the address belongs to."""
        return (await self.arrive(said(scene, who, text)))[0]

    async def shares(self, scene: Scene, who: str, phone: str, *, own: bool = True) -> int:
        """Somebody sends a card."""
        card = SharedContact("Somebody", phone, own)
        return (await self.arrive(said(scene, who, "", card)))[0]

    async def arrive(self, *batch: tuple[OpenChannel, MessageReceived]) -> list[int]:
        """Messages come as one set, as intake applies it; whose their addresses are then."""

        def work(session: Session) -> list[int]:
            apply(Unit(session, NOON, hashed), batch)
            return [_whose(session, channel.id, one.person.external_id) for channel, one in batch]

        return await self.shop.do(work)

    async def know(self, contact_id: int, **values: object) -> None:
        def work(session: Session) -> None:
            contact = session.get_one(Contact, contact_id)
            contacts.change(session, contact, dict(values), NOON)

        await self.shop.do(work)

    async def proves(self, contact_id: int, kind: str, value: str) -> None:
        def work(session: Session) -> None:
            session.add(
                ContactPoint(contact_id=contact_id, kind=kind, value=value, verified_by="test")
            )

        await self.shop.do(work)

    async def contact(self, contact_id: int) -> Contact:
        return await self.shop.database.read(lambda s: s.get_one(Contact, contact_id))

    async def addresses(self, contact_id: int) -> list[str]:
        return await self._all(select(Identity.external_id), Identity.contact_id, contact_id)

    async def said_to(self, contact_id: int) -> list[str]:
        """What is written in the conversations of a contact."""
        question = select(Message.text).join(
            Conversation, col(Conversation.id) == col(Message.conversation_id)
        )
        return await self._all(question, Conversation.contact_id, contact_id)

    async def said_by(self, contact_id: int) -> list[str]:
        return await self._all(select(Message.text), Message.author_id, contact_id)

    async def facts(self, contact_id: int) -> list[str]:
        return await self._all(select(Event.kind), Event.contact_id, contact_id)

    async def phones(self, contact_id: int) -> list[str]:
        return await self._all(select(ContactPoint.value), ContactPoint.contact_id, contact_id)

    async def ended(self, contact_id: int) -> list[str]:
        return await self._all(select(Suppression.purpose), Suppression.contact_id, contact_id)

    async def joinings(self) -> list[Joining]:
        question = select(Joining).order_by(col(Joining.id))
        return await self.shop.database.read(lambda s: list(s.exec(question)))

    async def _all(self, question: SelectOfScalar[str], column: Any, contact_id: int) -> list[str]:
        narrowed = question.where(col(column) == contact_id)
        return await self.shop.database.read(lambda s: sorted(s.exec(narrowed)))


_ids = count(1)


def said(
    scene: Scene, who: str, text: str, card: SharedContact | None = None, at: datetime = NOON
) -> tuple[OpenChannel, MessageReceived]:
    """A message on a channel on which they arrive parsed already."""
    unused = cast(Connector, None)
    channel = OpenChannel(scene.channel_id, "Shop", ChannelState.ACTIVE, PLATFORM, unused, False, 0)
    content = InboundContent(text, contact=card)
    return channel, MessageReceived(Person(who, f"Person {who}"), str(next(_ids)), at, content)


def _whose(session: Session, channel_id: int, address: str) -> int:
    return session.exec(
        select(Identity.contact_id).where(
            col(Identity.external_id) == address, col(Identity.channel_id) == channel_id
        )
    ).one()


async def met(scene: Scene) -> Pair:
    """Both have written."""
    pair = Pair(scene, await set_scene(scene.database), 0, 0)
    pair.ada = await pair.hear(pair.shop, "501", "Ada here")
    pair.bo = await pair.hear(pair.desk, "777", "Bo here")
    return pair
