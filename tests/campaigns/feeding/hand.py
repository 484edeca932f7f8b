"""Feeds and sends by hand, step by step, over a hub whose workers rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from campaigns.facts.values import Windows, no_windows
from campaigns.feeding.service import Feeding
from campaigns.feeding.worker import Feeder
from campaigns.judging.service import Versions
from campaigns.sending.service import LastLooks
from scrm.channels.outbound import Sent
from scrm.channels.tables import Channel
from scrm.contacts.tables import Identity
from scrm.conversations.campaigns import service as letters
from scrm.conversations.tables import Conversation
from scrm.delivery.holding import service as holding
from scrm.delivery.looking.service import LastLook
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Beginning, Begun, Outcome
from scrm.delivery.tables import Delivery
from scrm.kernel.doorbell import Doorbell
from tests.campaigns.conftest import Desk
from tests.campaigns.hand import PLAIN

LONG_AGO = timedelta(days=40)
WORKER = "hand"


@dataclass(slots=True)
class Hand:
    """`sent` is to whom what went out, in its order."""

    desk: Desk
    sent: list[tuple[str, str]] = field(default_factory=list)
    versions: Versions = field(default_factory=Versions)
    windows: Windows = no_windows

    @property
    def channel(self) -> int:
        return int(self.desk.running.client.channel_id)

    @property
    def feeding(self) -> Feeding:
        return Feeding(self.versions, PLAIN, self.windows)

    @property
    def last(self) -> LastLook:
        return LastLook(LastLooks(self.versions, self.windows).look, letters.write)

    async def meets(self, *names: str, channel: int | None = None, **more: Any) -> None:
        """They live in Ulm unless said otherwise, and wrote to us long ago."""
        for name in names:
            await self.desk.lives(name, **more)
            await self.address(name, channel)

    async def address(self, name: str, channel: int | None = None) -> None:
        identity = Identity(
            channel_id=channel or self.channel,
            external_id=f"at {name}",
            contact_id=self.desk.people[name],
            last_inbound_at=self.desk.clock.now() - LONG_AGO,
        )
        await self.desk.write(lambda s: s.add(identity))

    async def other_channel(self, state: str = "active") -> int:
        def add(session: Session) -> int:
            row = Channel(
                platform="telegram",
                name="Two",
                state=state,
                marketing_basis="wrote_to_us",
                created_at=self.desk.clock.now(),
            )
            session.add(row)
            session.flush()
            return row.id

        made: int = await self.desk.write(add)
        return made

    async def launched(self, **more: Any) -> str:
        campaign = await self.desk.written(**({"quiet_hours": "off"} | more))
        await self.desk.must(campaign, "launch")
        return campaign

    async def talks(self, name: str) -> int:
        """They wait for our answer since now; the conversation."""
        now = self.desk.clock.now()

        def add(session: Session) -> int:
            whose = col(Identity.contact_id) == self.desk.people[name]
            identity = session.exec(select(Identity).where(whose)).one()
            row = Conversation(
                contact_id=identity.contact_id,
                identity_id=identity.id,
                channel_id=identity.channel_id,
                state="open",
                waiting_since=now,
                created_at=now,
                last_at=now,
            )
            session.add(row)
            session.flush()
            return row.id

        made: int = await self.desk.write(add)
        return made

    async def feed(self, campaign: str, ahead: Mapping[int, int] | None = None) -> int:
        room, now = ahead or {self.channel: 100}, self.desk.clock.now()
        fed: int = await self.desk.write(lambda s: self.feeding.feed(s, int(campaign), room, now))
        return fed

    def feeder(self, room: int = 100) -> Feeder:
        """It does not wait: somebody has rung."""
        bell = Doorbell()
        bell.close()
        return Feeder(
            self.desk.running.hub.database,
            self.desk.clock,
            bell,
            self.feeding,
            lambda: {self.channel: room},
        )

    async def send(self, limit: int = 50, channel: int | None = None) -> int:
        """What is due there is looked at and goes; how many were looked at."""
        now = self.desk.clock.now()
        lease = now + timedelta(seconds=30)
        where = channel or self.channel
        rows = await self.desk.write(lambda s: queue.reserve(s, where, limit, now, lease, WORKER))
        some = [Beginning(row, [row.content]) for row in rows]
        begun = await self.desk.write(lambda s: sending.begin(s, some, now, self.last))
        ends = [
            Outcome(one, Sent(f"id {one.delivery.id}"), b"", None)
            for one in begun
            if isinstance(one, Begun)
        ]
        await self.desk.write(lambda s: sending.record(s, ends, now))
        self.sent += [
            (one.begun.delivery.recipient, one.begun.delivery.content["text"]) for one in ends
        ]
        return len(rows)

    async def come_back(self) -> int:
        back: int = await self.desk.write(lambda s: holding.come_back(s, self.desk.clock.now()))
        return back

    async def stands(self) -> dict[str, tuple[str, str]]:
        """How the outbox stands by address."""
        of_campaigns = select(Delivery).where(col(Delivery.campaign_id).is_not(None))
        rows = await self.desk.running.read(lambda s: list(s.exec(of_campaigns)))
        return {row.recipient: (row.state, row.reason) for row in rows}

    async def fates(self, campaign: str) -> dict[str, tuple[str, str]]:
        found = await self.desk.running.client.get(f"/campaigns/{campaign}/recipients")
        return {one["name"]: (one["state"], one["reason"]) for one in found["items"]}
