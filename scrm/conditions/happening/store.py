"""SQL of events: how often they happened, when the last one did, and what they were like."""

from collections.abc import Hashable
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from scrm.channels.tables import Channel as ChannelRow
from scrm.conditions.comparing import store as comparing
from scrm.conditions.comparing.store import Pool
from scrm.conditions.documents.store import number as number_of
from scrm.conditions.documents.store import text_of
from scrm.conditions.frames.store import (
    Frame,
    happened,
    is_one_of,
    looked_up,
    may_have_happened,
    not_first,
    owns,
    owns_many,
)
from scrm.conditions.hearing.policy import says_so
from scrm.conditions.hints.policy import plainly
from scrm.conditions.resolving import store as resolving
from scrm.conditions.resolving.store import WRITTEN
from scrm.conditions.saying import store as saying
from scrm.conditions.values import (
    All,
    AnyOf,
    Bound,
    Channel,
    Condition,
    Count,
    Data,
    Last,
    Not,
    Sum,
)
from scrm.conditions.values import Text as Words
from scrm.contacts.tables import Contact
from scrm.conversations.tables import Conversation, Message
from scrm.journal.tables import Event
from scrm.kernel.errors import Invalid


def count(frame: Frame, leaf: Count) -> ColumnElement[bool]:
    often = frame.shared.get(counted(leaf))
    if often is not None:
        return _as_asked(leaf, often)

    def theirs() -> Select[Any]:
        return _events(frame, leaf.event, leaf.within, leaf.where)

    match leaf.bound, leaf.number:
        case Bound.AT_LEAST, number if number <= 0:
            return true()
        case Bound.AT_LEAST, number:
            return _at_least(frame, theirs(), number)
        case Bound.AT_MOST, number:
            return false() if number < 0 else not_(_at_least(frame, theirs(), number + 1))
        case Bound.EXACTLY, 0:
            return not_(owns(frame, theirs()))
        case Bound.EXACTLY, number:
            return owns_many(frame, theirs(), lambda often: often == number)


def counted(leaf: Count) -> Hashable:
    """What is counted, for whoever compares it with a number."""
    return Count, leaf.event, leaf.within, leaf.where


def how_often(frame: Frame, leaf: Count) -> ColumnElement[int]:
    """Of a person at a moment."""
    theirs = _events(frame, leaf.event, leaf.within, leaf.where)
    return looked_up(frame, theirs, func.count()).scalar_subquery()


def _as_asked(leaf: Count, often: ColumnElement[int]) -> ColumnElement[bool]:
    match leaf.bound:
        case Bound.AT_LEAST:
            return often >= leaf.number
        case Bound.AT_MOST:
            return often <= leaf.number
        case Bound.EXACTLY:
            return often == leaf.number


def _at_least(frame: Frame, theirs: Select[Any], number: int) -> ColumnElement[bool]:
    if number == 1:
        return owns(frame, theirs)
    return owns_many(frame, theirs, lambda often: often >= number)


def total(frame: Frame, leaf: Sum) -> ColumnElement[bool]:
    """Of whom it never happened to it is nothing, so what nothing meets too is asked by its denial."""
    event = aliased(Event)
    criteria = counts(frame, event, leaf.event, leaf.within, leaf.where)
    theirs = select(col(event.contact_id)).where(*criteria)
    added, wanted = added_up(frame, event, leaf.of), float(leaf.number)
    if leaf.bound is Bound.AT_LEAST and leaf.number > 0:
        return owns_many(frame, theirs, lambda found: found >= wanted, added)
    if leaf.bound is Bound.AT_LEAST:
        return not_(owns_many(frame, theirs, lambda found: found < wanted, added))
    return not_(owns_many(frame, theirs, lambda found: found > wanted, added))


def added_up(frame: Frame, event: Any, of: str) -> ColumnElement[float]:
    """What is no number adds nothing."""
    return func.coalesce(func.sum(number_of(event.data, of, is_sqlite=frame.is_sqlite)), 0.0)


def last(frame: Frame, leaf: Last) -> ColumnElement[bool]:
    lately = owns(frame, _events(frame, leaf.event, leaf.window, leaf.where))
    if not leaf.before:
        return lately
    return and_(owns(frame, _events(frame, leaf.event, None, leaf.where)), not_(lately))


def said(frame: Frame, leaf: Words) -> ColumnElement[bool]:
    """The message in hand says so; with nothing in hand, one of the person's."""
    if frame.moments is None:
        return _ever_said(frame, leaf)
    has = says_so(leaf)
    at = frame.moments.c

    def now(frame: Frame) -> list[int]:
        return [n for n, held in frame.in_hand.items() if held.text is not None and has(held)]

    in_hand = is_one_of(frame, at.n, now)
    if not frame.some_empty_handed:
        return in_hand
    ever = owns(frame, _events(frame, WRITTEN, leaf.within, Words(leaf.how, leaf.words)))
    return or_(in_hand, and_(at.event_id.is_(None), ever))


def _ever_said(frame: Frame, leaf: Words) -> ColumnElement[bool]:
    plain = plainly(leaf) if frame.only is None else None
    if plain is None:
        return is_one_of(frame, col(Contact.id), lambda frame: resolving.who_said(frame, leaf))
    oddly = resolving.who_said(frame, leaf, oddly=True)
    said = owns(frame, saying.who_said_plainly(frame, plain, leaf.within))
    return saying.or_one_of(frame, said, oddly)


def _says(
    frame: Frame, event: Any, kind: str, within: timedelta | None, leaf: Words
) -> ColumnElement[bool]:
    """The event's message, as it stands now."""
    plain = plainly(leaf) if frame.moments is None and frame.only is None else None

    def found(frame: Frame) -> list[int]:
        return resolving.events_that_say(frame, kind, within, leaf, oddly=plain is not None)

    such = is_one_of(frame, col(event.id), found)
    return such if plain is None else or_(saying.says_plainly(frame, event, plain), such)


def _events(
    frame: Frame, kind: str, within: timedelta | None, where: Condition | None
) -> Select[Any]:
    """Whose they are."""
    event = aliased(Event)
    return select(col(event.contact_id)).where(*counts(frame, event, kind, within, where))


def counts(
    frame: Frame, event: Any, kind: str, within: timedelta | None, where: Condition | None
) -> list[ColumnElement[bool]]:
    """That `event`, an alias of the table, is one of those that a leaf speaks of, whosever it is."""
    found = [not_first(frame, col(event.kind)) == kind, *happened(frame, event, within)]
    if where is not None:
        found.append(_is_such(frame, event, kind, within, where))
    return found


def _is_such(
    frame: Frame, event: Any, kind: str, within: timedelta | None, where: Condition
) -> ColumnElement[bool]:
    """`event` is an alias of the table."""

    def such(part: Condition) -> ColumnElement[bool]:
        match part:
            case All(parts):
                return and_(true(), *map(such, parts))
            case AnyOf(parts):
                return or_(false(), *map(such, parts))
            case Not(inner):
                return not_(such(inner))
            case Words(within=None):
                return _says(frame, event, kind, within, part)
            case Channel():
                return _came_by(frame, event, part)
            case Data():
                return comparing.data(frame, part, event.data, _pool(kind, within))
            case _:
                raise Invalid(
                    "where",
                    "asks for more than one event can tell; ask for its text, channel or data, "
                    "and leave windows to the count",
                )

    return such(where)


def _pool(kind: str, within: timedelta | None) -> Pool:
    return Pool(
        Event.data,
        lambda frame: [col(Event.kind) == kind, *may_have_happened(frame, Event, within)],
    )


def _came_by(frame: Frame, event: Any, leaf: Channel) -> ColumnElement[bool]:
    """By the channel that the event names, or that of its message."""
    named = text_of(event.data, "channel_id", is_sqlite=frame.is_sqlite)
    of_message = (
        select(col(Message.id))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(
            col(Message.id) == col(event.message_id), is_channel(col(Conversation.channel_id), leaf)
        )
        .correlate(event)
        .exists()
    )
    if leaf.id is not None:
        is_named = named == str(leaf.id)
    else:
        known = select(cast(col(ChannelRow.id), Text()))
        is_named = named.in_(known.where(col(ChannelRow.platform) == leaf.platform))
    return case((named.is_not(None), is_named), else_=of_message)


def is_channel(column: Any, leaf: Channel) -> ColumnElement[bool]:
    """`column` is not NULL."""
    if leaf.id is not None:
        return column == leaf.id  # type: ignore[no-any-return]
    known = select(col(ChannelRow.id)).where(col(ChannelRow.platform) == leaf.platform)
    return column.in_(known)  # type: ignore[no-any-return]
