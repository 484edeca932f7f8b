"""What campaigns order, and what somebody says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from scrm.conversations.arrivals.values import Appended
from scrm.delivery import service
from scrm.delivery.looking.service import LastLook
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Beginnable, Beginning
from scrm.delivery.tables import Delivery
from scrm.delivery.values import GO, Due, Lane, LastWord, OfCampaign, Order
from tests.support.scene import Scene


def campaign(*, occurrence_id: int = 7, step: int = 1) -> OfCampaign:
    return OfCampaign(campaign_id=5, occurrence_id=occurrence_id, step=step, version_id=9)


def order(
    scene: Scene, to: Appended, message_id: int, of: OfCampaign | None = None, who: str = "501"
) -> Order:
    """To whoever was heard."""
    return Order(
        message_id=message_id,
        identity_id=to.identity_id,
        channel_id=scene.channel_id,
        contact_id=to.contact_id,
        recipient=who,
        content={"text": f"Offer {message_id}", "format": "plain"},
        lane=Lane.CAMPAIGN,
        due_at=scene.now,
        campaign=of or campaign(),
    )


@dataclass
class Oracle:
    """Says of each message what it was told to say, or that it may go."""

    words: dict[int, LastWord | None] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)
    asked: list[list[int]] = field(default_factory=list)
    wrote: list[Due] = field(default_factory=list)

    def look(self, session: Session, rows: Sequence[Due], _now: datetime) -> Mapping[int, LastWord]:
        self.asked.append([row.message_id for row in rows])
        if self.broken & {row.message_id for row in rows}:
            session.execute(select(col(Delivery.id)).where(col(Delivery.id) == -1))
            raise KeyError("broken")
        said = {row.id: self.words.get(row.message_id, GO) for row in rows}
        return {one: word for one, word in said.items() if word is not None}

    def written(self, _session: Session, rows: Sequence[Due], _now: datetime) -> None:
        self.wrote += rows

    @property
    def last(self) -> LastLook:
        return LastLook(self.look, self.written)


async def begin(scene: Scene, last: LastLook | None, limit: int = 10) -> dict[int, Beginnable]:
    """What is due is begun; what came of each, by its message."""
    reserved = await scene.reserve(limit)
    some = [Beginning(one, [one.content]) for one in reserved]
    begun = await scene.do(lambda s: sending.begin(s, some, scene.now, last))
    return {one.delivery.message_id: came for one, came in zip(some, begun, strict=True)}


async def offer(scene: Scene, *people: str) -> dict[str, Appended]:
    """Each wrote and was answered long ago, and is to get an offer: messages 1, 2, 3."""
    heard = {who: await scene.hear("Hello", who=who, external_id=who) for who in people}
    orders = [order(scene, heard[who], at, who=who) for at, who in enumerate(people, start=1)]
    await scene.do(lambda s: service.enqueue(s, orders, scene.now))
    return heard


async def stands(scene: Scene) -> dict[int, tuple[str, str]]:
    """State and reason by message."""
    rows = await scene.database.read(lambda s: list(s.exec(select(Delivery))))
    return {one.message_id: (one.state, one.reason) for one in rows}


async def row_of(scene: Scene, message_id: int) -> Delivery:
    question = select(Delivery).where(col(Delivery.message_id) == message_id)
    return await scene.database.read(lambda s: s.exec(question).one())
