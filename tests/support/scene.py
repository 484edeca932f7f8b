"""A database with a channel on it, and Ada, who has written and is being answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from scrm.channels.outbound import Sent
from scrm.channels.tables import Channel
from scrm.channels.values import InboundContent, MessageReceived, Person
from scrm.contacts import service as contacts
from scrm.conversations import service as conversations
from scrm.conversations.arrivals import service as arrivals
from scrm.conversations.arrivals.values import Appended, Arrival
from scrm.conversations.tables import Message
from scrm.conversations.values import Author, AuthorKind, Draft
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Begun, Outcome
from scrm.delivery.tables import Delivery
from scrm.kernel.database import Database
from tests.support.clock import NOON

T = TypeVar("T")

AGENT = Author(AuthorKind.USER, 7, "Kim")
WORKER = "tests:1"


@dataclass(slots=True)
class Scene:
    """Verbs of several rooms, each in a transaction of its own."""

    database: Database
    channel_id: int
    now: datetime = NOON

    async def do(self, work: Callable[[Session], T]) -> T:
        return await self.database.write(work)

    async def hear(
        self, text: str, *, who: str = "501", external_id: str = "1", at: datetime = NOON
    ) -> Appended:
        """Somebody writes."""
        message = MessageReceived(Person(who, "Ada"), external_id, at, InboundContent(text))

        def work(session: Session) -> Appended:
            known = contacts.resolve(session, self.channel_id, [(message.person, at)], self.now)
            arrival = Arrival(known[who], message)
            (done,) = arrivals.receive(session, self.channel_id, [arrival], self.now)
            return done

        return await self.do(work)

    async def answer(
        self, conversation_id: int, text: str, *, due_at: datetime | None = None
    ) -> Message:
        """An agent writes back: the message is kept and queued."""
        draft = Draft(text)
        return await self.do(
            lambda s: conversations.send(s, conversation_id, AGENT, draft, self.now, due_at=due_at)
        )

    async def reserve(self, limit: int = 10) -> list[Delivery]:
        lease = self.now + timedelta(seconds=30)
        return await self.do(
            lambda s: queue.reserve(s, self.channel_id, limit, self.now, lease, WORKER)
        )

    async def begin(self, delivery: Delivery) -> Begun:
        """The delivery is on its way to the platform."""
        one = sending.Beginning(delivery, [delivery.content])
        (begun,) = await self.do(lambda s: sending.begin(s, [one], self.now))
        assert isinstance(begun, Begun)
        return begun

    async def being_sent(self, who: str = "501") -> Begun:
        """An answer to Ada, or another, that is on its way to the platform."""
        heard = await self.hear("Hello", who=who, external_id=f"hello of {who}")
        await self.answer(heard.conversation_id, "Hi Ada")
        (delivery,) = await self.reserve()
        return await self.begin(delivery)

    async def state_of(self, delivery_id: int) -> str:
        return await self.database.read(lambda s: s.get_one(Delivery, delivery_id).state)


async def set_scene(database: Database) -> Scene:
    def work(session: Session) -> int:
        channel = Channel(
            platform="telegram", name="Shop", marketing_basis="wrote_to_us", created_at=NOON
        )
        session.add(channel)
        session.flush()
        return channel.id

    return Scene(database, await database.write(work))


def arrived(begun: Begun, sent: Sent) -> Outcome:
    """How a send ended that its platform took."""
    return Outcome(begun, sent, b"", None)
