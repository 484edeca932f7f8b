"""Feeds the outbox and sends from it step by step, where the workers of a hub rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from campaigns.feeding.service import Feeding
from campaigns.judging.service import Versions
from campaigns.links.service import Shortener
from campaigns.parting import store as parting
from campaigns.sending.service import LastLooks
from scrm.channels.outbound import Sent
from scrm.channels.tables import Channel
from scrm.contacts.tables import Identity
from scrm.conversations.campaigns import service as letters
from scrm.delivery.looking.service import LastLook
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Beginning, Begun, Outcome
from scrm.delivery.tables import Delivery
from tests.campaigns.conftest import MONDAY, Desk

OFF = {"quiet_hours": "off"}
PLAIN = Shortener("", str)
"""Leaves links as they are."""


@dataclass(slots=True)
class Hand:
    """At a desk where whoever wrote to us may be written to."""

    desk: Desk
    versions: Versions = field(default_factory=Versions)
    sent: list[str] = field(default_factory=list)
    """Where to, in order."""
    last: LastLook = field(init=False)

    def __post_init__(self) -> None:
        self.last = LastLook(LastLooks(self.versions).look, letters.write)

    @property
    def channel(self) -> int:
        return int(self.desk.running.client.channel_id)

    async def meets(self, *names: str, city: str = "Ulm") -> None:
        """Each lives there and has written to us at "at NAME"."""
        for name in names:
            await self.desk.lives(name, city)
            await self.address(name)

    async def address(self, name: str, channel: int | None = None, at: str = "") -> int:
        made = Identity(
            channel_id=channel or self.channel,
            external_id=at or f"at {name}",
            contact_id=self.desk.people[name],
            last_inbound_at=MONDAY - timedelta(days=40),
        )
        identity_id: int = made.id

        def add(session: Session) -> None:
            session.add(made)

        await self.desk.write(add)
        return identity_id

    async def other_channel(self) -> int:
        def add(session: Session) -> int:
            row = Channel(
                platform="telegram",
                name="Two",
                marketing_basis="wrote_to_us",
                created_at=MONDAY,
            )
            session.add(row)
            session.flush()
            return row.id

        made: int = await self.desk.write(add)
        return made

    async def caps(self, day: int | None) -> None:
        """So many a day are enough."""
        body = {"caps": {"day": day, "week": None}}
        path = "/api/v1/settings/sending"
        reply = await self.desk.running.client.ask("PATCH", path, json=body)
        assert reply.status == 200, reply.body

    async def launched(self, **more: Any) -> str:
        campaign = await self.desk.written(**(OFF | more))
        await self.desk.must(campaign, "launch")
        return campaign

    async def feed(self, campaign: str, ahead: Mapping[int, int] | None = None) -> int:
        room, now = ahead or {self.channel: 100}, self.desk.clock.now()
        fed: int = await self.desk.write(
            lambda s: Feeding(self.versions, PLAIN).feed(s, int(campaign), room, now)
        )
        return fed

    async def fed(self, *names: str, **more: Any) -> str:
        """A campaign to these people, in the outbox."""
        await self.meets(*names)
        campaign = await self.launched(**more)
        assert await self.feed(campaign) == len(names)
        return campaign

    async def reserve(self, limit: int = 50, channel: int | None = None) -> list[Delivery]:
        now, at = self.desk.clock.now(), channel or self.channel
        lease = now + timedelta(seconds=30)
        found: list[Delivery] = await self.desk.write(
            lambda s: queue.reserve(s, at, limit, now, lease, "w")
        )
        return found

    def beginning(self, rows: list[Delivery]) -> Callable[[Session], list[Any]]:
        """The work that looks at them and marks them."""
        now, last = self.desk.clock.now(), self.last
        some = [Beginning(row, [row.content]) for row in rows]
        return lambda s: sending.begin(s, some, now, last)

    async def begin(self, limit: int = 50, channel: int | None = None) -> list[Begun]:
        rows = await self.reserve(limit, channel)
        begun = await self.desk.write(self.beginning(rows))
        return [one for one in begun if isinstance(one, Begun)]

    async def send(self, limit: int = 50, channel: int | None = None) -> list[str]:
        """What is due goes, as far as the last look lets it; where to."""
        begun = await self.begin(limit, channel)
        now = self.desk.clock.now()
        ends = [Outcome(one, Sent(f"ext{one.delivery.id}"), b"", None) for one in begun]
        kept = await self.desk.write(lambda s: sending.record(s, ends, now))
        held = [end for end, is_kept in zip(ends, kept, strict=True) if not is_kept]
        if held:  # somebody looked at them just then: they are waited for, as whoever sends does
            await self.desk.write(lambda s: sending.record(s, held, now, patient=True))
        went = [one.delivery.recipient for one in begun]
        self.sent += went
        return went

    async def rows(self) -> list[tuple[str, str, str]]:
        """Of each first part in the outbox where to, state and reason."""
        question = select(Delivery).where(col(Delivery.part) == 0).order_by(col(Delivery.id))
        found = await self.desk.running.read(lambda s: list(s.exec(question)))
        return sorted((one.recipient, one.state, one.reason) for one in found)

    async def put(self, at: str, state: str, reason: str = "") -> None:
        """What is sent there has come to this."""

        def change(session: Session) -> None:
            for one in session.exec(select(Delivery).where(col(Delivery.recipient) == at)):
                one.state, one.reason = state, reason
                session.add(one)

        await self.desk.write(change)

    async def fates(self, campaign: str) -> dict[str, tuple[str, str]]:
        named = {contact_id: name for name, contact_id in self.desk.people.items()}
        rows = await self.desk.recipients(campaign)
        return {named[one.contact_id]: (one.state, one.why) for one in rows}

    async def join(self, survivor: str, other: str) -> str:
        people = self.desk.people
        body = {"other": str(people[other]), "despite": True}
        reply = await self.desk.running.client.post(f"/contacts/{people[survivor]}/join", body)
        assert reply.status == 201, reply.body
        made: str = reply.json["joining"]["id"]
        return made

    async def separate(self, joining: str) -> None:
        reply = await self.desk.running.client.post(f"/joinings/{joining}/separate", {})
        assert reply.status == 200, reply.body

    async def part(self, joining: str) -> None:
        """Separate them, and have them looked at again who got nothing for the other's sake."""
        await self.separate(joining)
        people, since = list(self.desk.people.values()), self.desk.clock.now() - timedelta(days=3)
        await self.desk.write(lambda s: parting.reopen(s, people, since, since))


async def at_hand(desk: Desk) -> Hand:
    """Whoever wrote on a channel of this desk may be written to."""

    def basis(session: Session) -> None:
        session.execute(text("UPDATE channel SET marketing_basis = 'wrote_to_us'"))

    await desk.write(basis)
    return Hand(desk)
