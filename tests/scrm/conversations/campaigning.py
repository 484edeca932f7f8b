"""A campaign that writes to people who are being talked with."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from scrm.channels.outbound import Sent
from scrm.channels.values import InboundContent, MessageReceived, Person, Press
from scrm.contacts import service as contacts
from scrm.conversations.arrivals import service as arrivals
from scrm.conversations.arrivals.values import Appended, Arrival
from scrm.conversations.campaigns import service as campaigns
from scrm.conversations.tables import Conversation, Message
from scrm.delivery import service as delivery
from scrm.delivery.looking.service import LastLook
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Beginning, Begun
from scrm.delivery.values import GO, Due, Lane, LastWord, OfCampaign, Order
from scrm.journal.tables import Event
from scrm.kernel.ids import new_id
from tests.support.scene import Scene, arrived

DAY = timedelta(days=1)
YES = {"label": "Yes", "value": "yes"}


def _all(_session: Session, rows: Sequence[Due], _now: datetime) -> Mapping[int, LastWord]:
    return {row.id: GO for row in rows}


LAST = LastLook(_all, campaigns.write)


async def known(scene: Scene, who: str) -> Appended:
    """Somebody with an address who has never written: identity, contact."""

    def work(session: Session) -> Appended:
        person = Person(who, "Bo")
        one = contacts.resolve(session, scene.channel_id, [(person, scene.now)], scene.now)[who]
        return Appended(0, 0, one.contact_id, one.identity_id, "", scene.now)

    return await scene.do(work)


async def write(
    scene: Scene,
    to: Sequence[Appended],
    *,
    who: str = "501",
    content: Mapping[str, Any] | None = None,
    occurrence_id: int = 7,
    parts: Sequence[dict[str, Any]] = (),
) -> list[int]:
    """A campaign's message to each, which the platform takes as p1, p2, …; the messages' ids."""
    orders = [
        Order(
            message_id=new_id(),
            identity_id=one.identity_id,
            channel_id=scene.channel_id,
            contact_id=one.contact_id,
            recipient=who,
            content={"text": "Sale!", "format": "plain"} | dict(content or {}),
            lane=Lane.CAMPAIGN,
            due_at=scene.now,
            campaign=OfCampaign(5, occurrence_id, 1, 9),
        )
        for one in to
    ]
    await scene.do(lambda s: delivery.enqueue(s, orders, scene.now))
    some = [Beginning(one, parts or [one.content]) for one in await scene.reserve(200)]
    begun = await scene.do(lambda s: sending.begin(s, some, scene.now, LAST))
    sent = [
        arrived(one, Sent(f"p{occurrence_id}-{at}"))
        for at, one in enumerate(begun, start=1)
        if isinstance(one, Begun)
    ]
    await scene.do(lambda s: sending.record(s, sent, scene.now))
    return [one.message_id for one in orders]


async def reply(
    scene: Scene,
    text: str = "",
    *,
    who: str = "501",
    external_id: str,
    at: datetime,
    press: str | None = None,
    reply_to: str = "",
) -> Appended:
    content = InboundContent(text, press=None if press is None else Press(press, "Yes"))
    message = MessageReceived(Person(who, "Ada"), external_id, at, content, reply_to=reply_to)

    def work(session: Session) -> Appended:
        one = contacts.resolve(session, scene.channel_id, [(message.person, at)], at)[who]
        (done,) = arrivals.receive(session, scene.channel_id, [Arrival(one, message)], at)
        return done

    return await scene.do(work)


async def replied(scene: Scene) -> list[dict[str, Any]]:
    question = select(Event).where(col(Event.kind) == "campaign.replied").order_by(col(Event.id))
    return await scene.database.read(lambda s: [dict(one.data) for one in s.exec(question)])


async def conversation(scene: Scene, conversation_id: int) -> Conversation:
    return await scene.database.read(lambda s: s.get_one(Conversation, conversation_id))


async def thread(scene: Scene, conversation_id: int) -> list[Message]:
    question = select(Message).where(col(Message.conversation_id) == conversation_id)
    return await scene.database.read(lambda s: list(s.exec(question.order_by(col(Message.seq)))))
