"""What is known of people, read plainly and slowly off their rows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel

from campaigns.deciding.values import Address, Basis, Purpose, Recipient, Taken, Talk
from campaigns.facts.policy import jitter_of
from campaigns.facts.service import OUT_WITHIN
from campaigns.facts.values import Asks, Cap
from scrm.channels.tables import Channel
from scrm.consent.basis.tables import Consent
from scrm.consent.tables import Suppression
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.tables import Conversation, Message
from scrm.delivery.tables import Attempt, Delivery
from scrm.visitors.tables import Visitor

T = TypeVar("T", bound=SQLModel)
NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
MONTH = timedelta(days=30)


class World:
    def __init__(self, rows: Iterable[SQLModel], asks: Asks, now: datetime) -> None:
        self.rows, self.asks, self.now = list(rows), asks, now

    def all(self, of: type[T], /, **are: object) -> list[T]:
        return [
            one
            for one in self.rows
            if isinstance(one, of) and all(getattr(one, name) == are[name] for name in are)
        ]

    def recipient(self, contact_id: int) -> Recipient:
        people = self.all(Contact, id=contact_id, erased_at=None)
        zone = people[0].zone if people else ""
        is_marketing = self.asks.purpose is Purpose.MARKETING
        nothing = tuple(Taken(0) for _ in self.asks.caps)
        return Recipient(
            contact_id,
            is_erased=not people,
            opted_out=is_marketing and self.has_ended(contact_id, "contact"),
            addresses=tuple(self.addresses(contact_id)),
            zones=(ZoneInfo(zone if zone == "Asia/Shanghai" else "UTC"),),
            taken=self.taken(contact_id) if is_marketing else nothing,
            talk=self.talk(contact_id) if is_marketing else Talk(),
            jitter=jitter_of(self.asks.seed, contact_id),
        )

    def has_ended(self, contact_id: int, kind: str, **more: int) -> bool:
        stops = self.all(Suppression, contact_id=contact_id, kind=kind, purpose="marketing", **more)
        return bool(stops)

    def addresses(self, contact_id: int) -> list[Address]:
        found = []
        for state in ("active", "paused"):
            for channel_id in self.asks.channel_ids:
                for channel in self.all(Channel, id=channel_id, state=state):
                    some = self.all(Identity, contact_id=contact_id, channel_id=channel.id)
                    some.sort(key=lambda one: one.id)
                    some.sort(key=lambda one: one.last_inbound_at or NEVER, reverse=True)
                    found += [self.address(channel, one) for one in some]
        return found

    def address(self, channel: Channel, one: Identity) -> Address:
        is_marketing = self.asks.purpose is Purpose.MARKETING
        ended = self.has_ended(one.contact_id, "identity", channel_id=channel.id)
        last = self.last_words(one.contact_id, channel.id)
        withdrawn = any(word.state == "withdrawn" for word in last)
        refuses = withdrawn and self.speak_of(one.contact_id, channel.id)
        return Address(
            one.id,
            channel.id,
            Basis(channel.marketing_basis),
            opted_in=is_marketing and bool(last) and not withdrawn and not ended,
            wrote_to_us=one.last_inbound_at is not None
            and not (is_marketing and (ended or refuses)),
            unreachable_since=one.unreachable_since,
            window_ends=self.window_ends(channel, one),
        )

    def acts(self, contact_id: int) -> list[list[Consent]]:
        """Of a person and each who was joined into them, in order."""
        homes = self.homes(contact_id)
        found = [self.all(Consent, contact_id=home, purpose="marketing") for home in homes]
        return [sorted(some, key=lambda one: one.id) for some in found]

    def homes(self, contact_id: int) -> list[int]:
        return [contact_id, *(one.id for one in self.all(Contact, joined_into=contact_id))]

    def last_words(self, contact_id: int, channel_id: int) -> list[Consent]:
        """The last that covers the channel, of each of them."""
        covering = [
            [one for one in some if one.channel_id in (None, channel_id)]
            for some in self.acts(contact_id)
        ]
        return [some[-1] for some in covering if some]

    def speak_of(self, contact_id: int, channel_id: int) -> bool:
        """Whether anybody's last words name the channel itself."""
        last = self.last_words(contact_id, channel_id)
        return any(one.channel_id == channel_id for one in last)

    def window_ends(self, channel: Channel, one: Identity) -> datetime | None:
        if channel.platform == "webchat":
            visits = self.all(
                Visitor, address=one.external_id, channel_id=channel.id, blocked_at=None
            )
            return max((visit.last_seen + MONTH for visit in visits), default=NEVER)
        if channel.id not in self.asks.windows:
            return None
        last = one.last_inbound_at
        return NEVER if last is None else last + self.asks.windows[channel.id]

    def talk(self, contact_id: int) -> Talk:
        threads = self.all(Conversation, contact_id=contact_id)
        waiting = [one.waiting_since for one in threads if one.state != "resolved"]
        answers = [
            message.created_at
            for one in threads
            if one.state != "resolved"
            for message in self.all(Message, conversation_id=one.id, direction="out")
            if message.author_kind in ("user", "token")
            and message.created_at > self.now - self.asks.hold_after_answer
        ]
        return Talk(
            min((at for at in waiting if at is not None), default=None),
            max(answers, default=None),
        )

    def taken(self, contact_id: int) -> tuple[Taken, ...]:
        times, unsure = [], 0
        longest = max((cap.period for cap in self.asks.caps), default=timedelta())
        homes = self.homes(contact_id)
        for one in (one for home in homes for one in self.all(Delivery, contact_id=home, lane=3)):
            if one.campaign_id is None or one.created_at < self.now - longest - OUT_WITHIN:
                continue  # nothing is in the outbox for so long
            if one.state in ("queued", "reserved"):
                unsure += one.due_at <= self.now and not self.asks.is_last
            elif one.state == "sending":
                unsure += 1
            elif one.state in ("sent", "delivered", "read", "unknown"):
                tries = [attempt.started_at for attempt in self.all(Attempt, delivery_id=one.id)]
                times.append(max(tries))
        return tuple(self.taken_of(cap, sorted(times), unsure) for cap in self.asks.caps)

    def taken_of(self, cap: Cap, times: list[datetime], unsure: int) -> Taken:
        inside = [at for at in times if at + cap.period > self.now]
        if len(inside) < cap.most:
            return Taken(len(inside) + unsure)
        for at in inside:
            then = at + cap.period
            if sum(other + cap.period > then for other in inside) < cap.most:
                return Taken(len(inside) + unsure, then)
        return Taken(len(inside) + unsure)
