"""The verb of explaining. Whether a part holds, the one compiler says; here is only what it may have
seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from scrm.conditions.explaining import store
from scrm.conditions.explaining.policy import found_in_words, heading
from scrm.conditions.explaining.store import Asked
from scrm.conditions.explaining.values import (
    LONGEST_EXCERPT,
    Found,
    Happened,
    HappenedView,
    Listener,
    PartView,
)
from scrm.conditions.frames import store as frames
from scrm.conditions.frames.values import InHand, Moment
from scrm.conditions.lapsing.values import Standing
from scrm.conditions.resolving import store as resolving
from scrm.conditions.resolving.store import WRITTEN
from scrm.conditions.service import standing_each
from scrm.conditions.values import (
    All,
    AnyOf,
    Attribute,
    Channel,
    Condition,
    Conversation,
    Count,
    Data,
    Last,
    Leaf,
    Not,
    Sum,
    Tag,
    Text,
)
from scrm.conditions.writing.policy import write
from scrm.kernel.text import shorten

_NOT_LIVING = Standing(holds=False)


def explained(
    session: Session, condition: Condition, moment: Moment[Any], listener: Listener
) -> PartView:
    """Each part of a condition, whether it holds at the moment, and the evidence. Raises Invalid."""
    nodes = list(_nodes(condition))
    asked = standing_each(session, nodes, [moment])
    standings = iter([one.get(moment.key, _NOT_LIVING) for one in asked])
    in_hand = resolving.in_hand(session, [moment])
    frame = frames.at_moments(session, [moment], in_hand)
    teller = _Teller(frame, moment, in_hand.get(0, InHand()), listener)
    return teller.tell(condition, standings)


def _nodes(condition: Condition) -> Iterator[Condition]:
    """All parts, each before its own."""
    yield condition
    for part in _parts(condition):
        yield from _nodes(part)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case All(parts) | AnyOf(parts):
            return parts
        case Not(part):
            return (part,)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class _Teller:
    frame: frames.Frame
    moment: Moment[Any]
    in_hand: InHand
    listener: Listener

    def tell(self, condition: Condition, standings: Iterator[Standing]) -> PartView:
        standing = next(standings)
        parts = [self.tell(part, standings) for part in _parts(condition)]
        found, said = Found(), ""
        if not isinstance(condition, All | AnyOf | Not):
            found = self.look(condition, standing.holds)
            at, language = self.moment.at, self.listener.language
            said = found_in_words(condition, found, standing.holds, at, language)
        return PartView(
            kind=next(iter(write(condition))),
            holds=standing.holds,
            reading=heading(condition, self.listener),
            found=said,
            count=found.count,
            value=found.value,
            events=[seen(one, self.listener) for one in found.events],
            changes_at=standing.changes_at if self.moment.event_id is None else None,
            parts=parts,
        )

    def look(self, leaf: Leaf, holds: bool) -> Found:
        match leaf:
            case Text():
                return self.said(leaf, holds)
            case Count(event=kind, within=within, where=where):
                return store.events(self.frame, Asked(kind, within, where))
            case Sum(event=kind, of=of, within=within, where=where):
                return store.events(self.frame, Asked(kind, within, where, of))
            case Last(event=kind, where=where):
                return store.events(self.frame, Asked(kind, None, where))
            case Data():
                return Found()
            case _:
                return self.known(leaf)

    def known(self, leaf: Attribute | Tag | Channel | Conversation) -> Found:
        session, whose = self.frame.session, self.moment.contact_id
        of_message = self.in_hand.is_of_message
        match leaf:
            case Attribute(name=name):
                return Found(value=store.known(session, whose, name))
            case Tag(name=name):
                return Found(value=store.times_of_tag(session, whose, name, self.moment.at))
            case Channel():
                only = self.in_hand.channel_id if of_message else None
                return Found(value=store.channels(session, whose, only))
            case Conversation():
                only = self.in_hand.conversation_id if of_message else None
                often, newest = store.conversations(session, whose, only)
                return Found(often, value=newest)

    def said(self, leaf: Text, holds: bool) -> Found:
        """With an event in hand it is that one which says so, or none."""
        if self.moment.event_id is None:
            words = Text(leaf.how, leaf.words)
            return store.events(self.frame, Asked(WRITTEN, leaf.within, words))
        one = store.event(self.frame.session, self.moment.event_id) if holds else None
        return Found(0) if one is None else Found(1, (one,))


def seen(one: Happened, listener: Listener) -> HappenedView:
    excerpt = shorten(one.text, LONGEST_EXCERPT) if listener.may_read else ""
    data = {} if one.message_id else dict(one.data)
    return HappenedView(str(one.id), one.kind, one.at, one.message_id or None, excerpt, data)


def told(session: Session, event_id: int, listener: Listener) -> HappenedView | None:
    """An event with how its message begins; None where there is none."""
    found = store.event(session, event_id)
    return None if found is None else seen(found, listener)
