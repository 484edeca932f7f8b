"""SQL of the instants, after a moment, at which time alone may change the answer of a condition.

The first of them is all that is needed: whoever waits for it asks again then. Rather one too many
than one too few is named, for an answer that did not change costs a question, and one that changed
unseen is wrong for ever. With an event in hand nothing is waited for.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, or_, select, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import col

from scrm.conditions.frames.store import Frame, looked_up, not_first
from scrm.conditions.happening.store import counts
from scrm.conditions.resolving.store import WRITTEN
from scrm.conditions.values import (
    All,
    AnyOf,
    Bound,
    Condition,
    Count,
    Last,
    Leaf,
    Not,
    Sum,
    Tag,
    Text,
)
from scrm.contacts.tables import Contact
from scrm.contacts.tags.tables import ContactTag
from scrm.contacts.tags.tables import Tag as TagRow
from scrm.journal.tables import Event

_TICK = timedelta(microseconds=1)


def changes(frame: Frame, condition: Condition) -> Iterator[ColumnElement[int]]:
    """In microseconds, at each moment of the frame; what is NULL or not after the moment is none.
    Raises Invalid."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from changes(frame, part)
        case Not(part):
            yield from changes(frame, part)
        case _:
            yield from _leaf(frame, condition)


def _leaf(frame: Frame, leaf: Leaf) -> Iterator[ColumnElement[int]]:
    match leaf:
        case Tag(name=name):
            yield from _ends_of_tag(frame, name)
        case Text(how, words, within):
            yield from _of_events(frame, WRITTEN, within, Text(how, words), [1])
        case Sum(event=event, within=within, where=where):
            yield _begins(frame, event)
            if within is not None:
                yield _first_leaves(frame, event, within, where)
        case Last(event, window, _, where):
            yield from _of_events(frame, event, window, where, [1])
        case Count(event=event, within=within, where=where):
            yield from _of_events(frame, event, within, where, _decisive(leaf))
        case _:
            return


def _of_events(
    frame: Frame,
    kind: str,
    within: timedelta | None,
    where: Condition | None,
    places: list[int],
) -> Iterator[ColumnElement[int]]:
    yield _begins(frame, kind)
    if within is not None:
        for place in places:
            yield _leaves(frame, kind, within, where, place)


def _decisive(leaf: Count) -> list[int]:
    """Which events, from the newest, must be there, or not be there, for the count to be as asked:
    when one of these leaves the window, the answer changes."""
    wanted = {
        Bound.AT_LEAST: [leaf.number],
        Bound.AT_MOST: [leaf.number + 1],
        Bound.EXACTLY: [leaf.number, leaf.number + 1],
    }
    return [place for place in wanted[leaf.bound] if place > 0]


def _leaves(
    frame: Frame, kind: str, within: timedelta, where: Condition | None, place: int
) -> ColumnElement[int]:
    """When that event leaves the window; NULL where there are fewer in it."""
    event = aliased(Event)
    at = type_coerce(col(event.at), BigInteger())
    theirs = select(col(event.contact_id)).where(*counts(frame, event, kind, within, where))
    found = looked_up(frame, theirs, at).order_by(at.desc()).offset(place - 1).limit(1)
    return found.scalar_subquery() + within // _TICK


def _first_leaves(
    frame: Frame, kind: str, within: timedelta, where: Condition | None
) -> ColumnElement[int]:
    """When the oldest leaves the window: any of them may change a sum."""
    event = aliased(Event)
    at = type_coerce(col(event.at), BigInteger())
    theirs = select(col(event.contact_id)).where(*counts(frame, event, kind, within, where))
    return looked_up(frame, theirs, func.min(at)).scalar_subquery() + within // _TICK


def _begins(frame: Frame, kind: str) -> ColumnElement[int]:
    """When one begins to count that a platform whose clock is ahead has told of; NULL for none."""
    event = aliased(Event)
    at = type_coerce(col(event.at), BigInteger())
    theirs = select(col(event.contact_id)).where(
        not_first(frame, col(event.kind)) == kind, at > frame.at
    )
    return looked_up(frame, theirs, func.min(at)).scalar_subquery()


def _ends_of_tag(frame: Frame, name: str) -> Iterator[ColumnElement[int]]:
    """Of all times of it, also of who is joined into the person."""
    named = select(col(TagRow.id)).where(col(TagRow.name) == name).scalar_subquery()
    contact = aliased(Contact)
    is_theirs = or_(col(contact.id) == col(Contact.id), col(contact.joined_into) == col(Contact.id))
    around: list[Any] = [Contact] if frame.moments is None else [Contact, frame.moments]
    for column in (ContactTag.since, ContactTag.until, ContactTag.removed_at):
        time = type_coerce(col(column), BigInteger())
        yield (
            select(func.min(time))
            .select_from(contact)
            .join(ContactTag, col(ContactTag.contact_id) == col(contact.id))
            .where(is_theirs, not_first(frame, col(ContactTag.tag_id)) == named, time > frame.at)
            .correlate(*around)
            .scalar_subquery()
        )
