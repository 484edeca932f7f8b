"""What a condition means, written down a second time: slowly, over rows in memory, one person at one
moment after the other. It shares with the compiler the words of conditions and how text is folded,
and nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import re2
from sqlmodel import Session, select

from scrm.channels.tables import Channel as ChannelRow
from scrm.conditions import values as words
from scrm.conditions.values import Condition
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.tags.tables import ContactTag, Tag
from scrm.conversations.tables import Conversation, Message
from scrm.journal.tables import Event
from scrm.kernel.terms import folded
from tests.scrm.conditions.comparisons import compared

LETTERS = re2.Options()
LETTERS.case_sensitive = False


@dataclass(slots=True)
class World:
    """Every row that a condition may ask about."""

    contacts: Sequence[Contact]
    identities: Sequence[Identity]
    channels: Sequence[ChannelRow]
    conversations: dict[int, Conversation]
    messages: dict[int, Message]
    events: Sequence[Event]
    tags: dict[int, str]
    given: Sequence[ContactTag]

    @property
    def living(self) -> list[int]:
        return [
            one.id for one in self.contacts if one.erased_at is None and one.joined_into is None
        ]

    def contact(self, contact_id: int) -> Contact:
        return next(one for one in self.contacts if one.id == contact_id)

    def platform(self, channel_id: int) -> str:
        return next(one.platform for one in self.channels if one.id == channel_id)

    def message_of(self, event: Event) -> Message | None:
        named = str(event.data.get("message_id"))
        return self.messages.get(int(named)) if re.fullmatch("[0-9]{1,19}", named) else None


def world_of(session: Session) -> World:
    return World(
        session.exec(select(Contact)).all(),
        session.exec(select(Identity)).all(),
        session.exec(select(ChannelRow)).all(),
        {one.id: one for one in session.exec(select(Conversation))},
        {one.id: one for one in session.exec(select(Message))},
        session.exec(select(Event)).all(),
        {one.id: one.name for one in session.exec(select(Tag))},
        session.exec(select(ContactTag)).all(),
    )


@dataclass(frozen=True, slots=True)
class Then:
    """Somebody at a moment, with an event in hand or none."""

    world: World
    contact_id: int
    at: datetime
    in_hand: Event | None = None

    def happened(self, kind: str) -> list[Event]:
        mine = [e for e in self.world.events if (e.contact_id, e.kind) == (self.contact_id, kind)]
        return [event for event in mine if self._is_past(event)]

    def _is_past(self, event: Event) -> bool:
        if event.at == self.at and self.in_hand is not None:
            return event.id <= self.in_hand.id
        return event.at <= self.at

    def lately(self, kind: str, window: timedelta | None) -> list[Event]:
        past = self.happened(kind)
        return past if window is None else [e for e in past if e.at > self.at - window]

    @property
    def has_message(self) -> bool:
        return self.in_hand is not None and self.in_hand.kind.startswith("message.")

    def conversation_in_hand(self) -> Conversation | None:
        message = self.world.message_of(self.in_hand) if self.in_hand else None
        return self.world.conversations[message.conversation_id] if message else None


def holds(then: Then, condition: Condition) -> bool:
    if then.contact_id not in then.world.living:
        return False
    return _holds(then, condition)


def _holds(then: Then, condition: Condition) -> bool:  # noqa: C901, PLR0911 - one line each
    match condition:
        case words.All(parts):
            return all([_holds(then, part) for part in parts])
        case words.AnyOf(parts):
            return any([_holds(then, part) for part in parts])
        case words.Not(part):
            return not _holds(then, part)
        case words.Text():
            return _said(then, condition)
        case words.Attribute(name, op, wanted):
            return compared(op, wanted, _known(then, name))
        case words.Tag(name, has):
            return _tagged(then, name) == has
        case words.Count():
            return _counted(then, condition)
        case words.Sum():
            return _added_up(then, condition)
        case words.Last():
            return _last(then, condition)
        case words.Channel():
            return _reached(then, condition)
        case words.Conversation():
            return _talks(then, condition)
        case words.Data():
            raise AssertionError("only in where")


def _says(leaf: words.Text, message: Message | None) -> bool:
    if message is None or message.deleted_at is not None:
        return False
    if leaf.how is words.TextHow.MATCHES:
        return re2.search(leaf.words[0], message.text, options=LETTERS) is not None
    found = [folded(word) in folded(message.text) for word in leaf.words]
    return any(found) if leaf.how is words.TextHow.CONTAINS_ANY else all(found)


def _said(then: Then, leaf: words.Text) -> bool:
    if then.in_hand is not None:
        is_said = then.in_hand.kind in ("message.received", "message.edited")
        return is_said and _says(leaf, then.world.message_of(then.in_hand))
    written = then.lately("message.received", leaf.within)
    return any(_says(leaf, then.world.message_of(event)) for event in written)


def _known(then: Then, name: str) -> Any:
    contact = then.world.contact(then.contact_id)
    if name in ("name", "locale", "zone", "stage"):
        return getattr(contact, name)
    if name == "owner_id":
        return None if contact.owner_id is None else str(contact.owner_id)
    if name == "first_seen":
        return contact.first_seen
    if name == "last_seen":
        mine = [one for one in then.world.identities if one.contact_id == then.contact_id]
        return max((one.last_inbound_at for one in mine if one.last_inbound_at), default=None)
    return contact.attributes.get(name)


def _tagged(then: Then, name: str) -> bool:
    people = {one.id for one in then.world.contacts if one.joined_into == then.contact_id}
    for given in then.world.given:
        if given.contact_id in people | {then.contact_id} and then.world.tags[given.tag_id] == name:
            ends = [end for end in (given.until, given.removed_at) if end is not None]
            if given.since <= then.at and all(end > then.at for end in ends):
                return True
    return False


def _such(then: Then, where: Condition | None, event: Event) -> bool:  # noqa: PLR0911 - one line each
    match where:
        case None:
            return True
        case words.All(parts):
            return all([_such(then, part, event) for part in parts])
        case words.AnyOf(parts):
            return any([_such(then, part, event) for part in parts])
        case words.Not(part):
            return not _such(then, part, event)
        case words.Text():
            return _says(where, then.world.message_of(event))
        case words.Channel():
            return _came_by(then, where, event)
        case words.Data(name, op, wanted):
            return compared(op, wanted, event.data.get(name))
        case _:
            raise AssertionError("not in where")


def _came_by(then: Then, leaf: words.Channel, event: Event) -> bool:
    named = event.data.get("channel_id")
    if named is not None:
        if leaf.id is not None:
            return str(leaf.id) == str(named)
        ids = [one.id for one in then.world.channels if str(one.id) == str(named)]
        return any(_is_channel(then, leaf, one) for one in ids)
    message = then.world.message_of(event)
    if message is None:
        return False
    return _is_channel(then, leaf, then.world.conversations[message.conversation_id].channel_id)


def _is_channel(then: Then, leaf: words.Channel, channel_id: int) -> bool:
    if leaf.id is not None:
        return leaf.id == channel_id
    return then.world.platform(channel_id) == leaf.platform


def _counted(then: Then, leaf: words.Count) -> bool:
    often = sum(_such(then, leaf.where, e) for e in then.lately(leaf.event, leaf.within))
    match leaf.bound:
        case words.Bound.AT_LEAST:
            return often >= leaf.number
        case words.Bound.AT_MOST:
            return often <= leaf.number
        case words.Bound.EXACTLY:
            return often == leaf.number


def _added_up(then: Then, leaf: words.Sum) -> bool:
    meant = [e for e in then.lately(leaf.event, leaf.within) if _such(then, leaf.where, e)]
    said = [event.data.get(leaf.of) for event in meant]
    total = sum(one for one in said if isinstance(one, int | float) and not isinstance(one, bool))
    return total >= leaf.number if leaf.bound is words.Bound.AT_LEAST else total <= leaf.number


def _last(then: Then, leaf: words.Last) -> bool:
    times = [e.at for e in then.happened(leaf.event) if _such(then, leaf.where, e)]
    if not times:
        return False
    is_before = max(times) <= then.at - leaf.window
    return is_before if leaf.before else not is_before


def _reached(then: Then, leaf: words.Channel) -> bool:
    if then.has_message:
        held = then.conversation_in_hand()
        return held is not None and _is_channel(then, leaf, held.channel_id)
    mine = [one.channel_id for one in then.world.identities if one.contact_id == then.contact_id]
    return any(_is_channel(then, leaf, one) for one in mine)


def _talks(then: Then, leaf: words.Conversation) -> bool:
    if then.has_message:
        held = then.conversation_in_hand()
        return held is not None and _is_such(leaf, held)
    return any(
        _is_such(leaf, one)
        for one in then.world.conversations.values()
        if one.contact_id == then.contact_id
    )


def _is_such(leaf: words.Conversation, one: Conversation) -> bool:
    waits = one.state == "open" and one.waiting_since is not None
    return (
        leaf.state in (None, one.state)
        and leaf.waiting in (None, waits)
        and leaf.assigned in (None, one.assignee_id is not None)
    )
