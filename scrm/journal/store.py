"""SQL of the journal, for those who look at what was recorded a moment ago."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from scrm.journal.tables import Event
from scrm.kernel.columns import document, from_micros
from scrm.kernel.sets import SetQuery


class Told(NamedTuple):
    """An event of a person."""

    id: int
    kind: str
    contact_id: int
    at: datetime
    depth: int
    data: dict[str, Any]


_OF_PEOPLE = SetQuery(
    lambda any_of: (
        select(
            col(Event.id),
            col(Event.kind),
            col(Event.contact_id),
            col(Event.at),
            col(Event.depth),
            col(Event.data),
        )
        .where(any_of(col(Event.id)), col(Event.contact_id).is_not(None))
        .order_by(col(Event.id))
    ),
    int,
)


_ONCE = "told_once"


@contextmanager
def told_once(session: Session) -> Iterator[None]:
    """In this block an event is read once, however many look at it; as long as none is moved."""
    session.info[_ONCE] = {}
    try:
        yield
    finally:
        session.info.pop(_ONCE, None)


def forget_told(session: Session) -> None:
    """Events were moved to somebody else."""
    if _ONCE in session.info:
        session.info[_ONCE] = {}


def of_people(session: Session, event_ids: Collection[int]) -> list[Told]:
    """Those of them that are about a person, in the order in which they were recorded. Whose they
    are is read here: a joining in the same commit may have moved them."""
    read: dict[int, Told | None] = session.info.get(_ONCE, {})
    if unread := [one for one in event_ids if one not in read]:
        read.update(dict.fromkeys(unread))
        read.update((one.id, one) for one in _told(session, unread))
    return [one for event_id in sorted(set(event_ids)) if (one := read[event_id]) is not None]


def _told(session: Session, event_ids: Collection[int]) -> list[Told]:
    session.flush()  # for it goes to the driver, behind the session's back
    return [
        Told(event_id, kind, contact_id, from_micros(at), depth, document(data))
        for event_id, kind, contact_id, at, depth, data in _OF_PEOPLE.rows(session, event_ids)
    ]
