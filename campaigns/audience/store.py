"""SQL of audiences: a row for each person, put in by one statement for as many as there are."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    case,
    func,
    literal,
    literal_column,
    not_,
    select,
    true,
    tuple_,
    update,
)
from sqlmodel import Session, col

from campaigns.audience.values import Moment
from campaigns.deciding.values import Why
from campaigns.tables import Campaign, Occurrence, Recipient
from campaigns.values import OPEN, RecipientState, Wish
from scrm.contacts.tables import Contact
from scrm.delivery.tables import Delivery
from scrm.kernel.claiming import once
from scrm.kernel.columns import Instant
from scrm.kernel.sets import insert_for, is_any

_COLUMNS = (
    *("occurrence_id", "step", "contact_id", "campaign_id"),
    *("state", "why", "due_at", "late_at", "version_id"),
)
TOO_LATE = Why.TOO_LATE.value
_KEY: Any = (col(Recipient.occurrence_id), col(Recipient.step), col(Recipient.contact_id))
_AT_ONCE = 1_000
"""Rows that are fetched together."""


def insert(
    session: Session,
    run: Occurrence,
    meant: Select[int],
    moments: Sequence[Moment],
    lasts: timedelta,
) -> None:
    """A row for each of those who are meant, which are ids of people; whoever has one keeps it. It is
    too late for them when it `lasts` no longer."""
    people = meant.subquery()
    contact_id = next(iter(people.c))
    source: Any = people
    if len(moments) > 1:
        source = people.join(Contact, col(Contact.id) == contact_id)
    rows = (
        select(
            literal(run.id, BigInteger()),
            literal(0, Integer()),
            contact_id,
            literal(run.campaign_id, BigInteger()),
            _by_zone(moments, lambda one: literal(_state(one).value, Text())),
            _by_zone(moments, lambda one: literal(TOO_LATE if one.is_late else "", Text())),
            _by_zone(moments, lambda one: literal(one.due_at, Instant())),
            _by_zone(moments, lambda one: literal(one.due_at + lasts, Instant())),
            literal(run.version_id, BigInteger()),
        )
        .select_from(source)
        .where(true())  # or SQLite takes what follows for a join's
    )
    put = insert_for(session, Recipient).from_select(list(_COLUMNS), rows)
    session.execute(put.on_conflict_do_nothing())


def _state(moment: Moment) -> RecipientState:
    return RecipientState.MISSED if moment.is_late else RecipientState.WAITING


def _by_zone(
    moments: Sequence[Moment], value: Callable[[Moment], ColumnElement[Any]]
) -> ColumnElement[Any]:
    """Of each person the value of their moment."""
    zone = col(Contact.zone)
    *some, others = moments
    if not some:
        return value(others)
    return case(*((zone.in_(one.zones), value(one)) for one in some), else_=value(others))


def in_time(people: Select[int], moments: Sequence[Moment]) -> Select[int]:
    """Of these contacts those for whom it is not too late already."""
    return people.where(not_(_is_late(moments)))


def late(people: Select[int], moments: Sequence[Moment]) -> Select[int] | None:
    """The others; None where there are none."""
    return people.where(_is_late(moments)) if any(one.is_late for one in moments) else None


def _is_late(moments: Sequence[Moment]) -> ColumnElement[bool]:
    *some, others = moments
    names = [name for one in some if one.is_late is not others.is_late for name in one.zones]
    zone = col(Contact.zone)
    return zone.not_in(names) if others.is_late else zone.in_(names)


def not_in(people: Select[int], occurrence_id: int) -> Select[int]:
    """Of these contacts those who have no row of this run."""
    theirs = select(literal(1)).where(
        col(Recipient.occurrence_id) == occurrence_id,
        col(Recipient.step) == 0,
        col(Recipient.contact_id) == col(Contact.id),
    )
    return people.where(not_(theirs.correlate(Contact).exists()))


def but(meant: Select[int], excluded: Select[int]) -> Select[int]:
    """Those who are meant and not excluded."""
    return _ids(meant.except_(excluded))


def _ids(of: Any) -> Select[int]:
    people = of.subquery()
    return select(next(iter(people.c)))


def of_ids(session: Session, ids: Sequence[int]) -> Select[int]:
    """Of these the people that are there still."""
    return select(col(Contact.id)).where(
        is_any(session, col(Contact.id), ids),
        col(Contact.erased_at).is_(None),
        col(Contact.joined_into).is_(None),
    )


def of_earlier(
    occurrence_id: int, states: Sequence[str], channels: Sequence[int] | None
) -> Select[int]:
    """The recipients of an earlier run whose message is in one of these states now, on one of these
    channels; with None on whichever."""
    question = (
        select(col(Recipient.contact_id))
        .join(Delivery, col(Delivery.message_id) == col(Recipient.message_id))
        .join(Contact, col(Contact.id) == col(Recipient.contact_id))
        .where(
            col(Recipient.occurrence_id) == occurrence_id,
            col(Recipient.state) == RecipientState.GIVEN,
            col(Delivery.part) == 0,
            col(Delivery.state).in_(states),
            col(Contact.erased_at).is_(None),
            col(Contact.joined_into).is_(None),
        )
    )
    if channels is None:
        return question
    return question.where(col(Delivery.channel_id).in_(channels))


def count(session: Session, meant: Select[int], at_most: int) -> int:
    """No more than `at_most` are counted."""
    some = _ids(meant.limit(at_most)).subquery()
    counted: int = session.execute(select(func.count()).select_from(some)).scalar_one()
    return counted


def ids_after(session: Session, meant: Select[int], after: int) -> Iterator[int]:
    """In their order. Past the session, whose rows cost three times as much."""
    people = meant.subquery()
    contact_id = next(iter(people.c))
    question = select(contact_id).where(contact_id > after).order_by(contact_id)
    found = session.connection().execute(question, execution_options={"yield_per": _AT_ONCE})
    return chain.from_iterable(found.scalars().partitions())


def zones(session: Session, meant: Select[int]) -> list[str]:
    people = meant.subquery()
    of_them = col(Contact.id) == next(iter(people.c))
    question = select(col(Contact.zone)).join(people, of_them).distinct()
    return list(session.execute(question).scalars())


def last_frozen(session: Session, occurrence_id: int) -> int:
    """How far slices have come, which go by the ids of people; 0 before the first."""
    question = select(func.max(col(Recipient.contact_id))).where(
        col(Recipient.occurrence_id) == occurrence_id, col(Recipient.step) == 0
    )
    return session.execute(question).scalar() or 0


def size(session: Session, occurrence_id: int) -> int:
    mine = col(Recipient.occurrence_id) == occurrence_id
    question = select(func.count()).select_from(Recipient).where(mine)
    counted: int = session.execute(question).scalar_one()
    return counted


def cancelled(session: Session) -> int | None:
    """A campaign that was cancelled and has recipients of whom nothing is decided."""
    is_open: ColumnElement[bool] = literal_column(OPEN)
    waits = (
        select(literal(1))
        .select_from(Recipient)
        .where(col(Recipient.campaign_id) == col(Campaign.id), is_open)
        .exists()
    )
    question = select(col(Campaign.id)).where(col(Campaign.wish) == Wish.CANCELLED, waits).limit(1)
    return session.execute(question).scalar()


def cancel_some(session: Session, campaign_id: int, limit: int, now: datetime) -> int:
    """Returns how many were cancelled."""
    is_open: ColumnElement[bool] = literal_column(OPEN)
    mine = col(Recipient.campaign_id) == campaign_id
    some = select(*_KEY).where(mine, is_open).limit(limit).with_for_update(skip_locked=True)
    done = session.execute(
        update(Recipient)
        .where(tuple_(*_KEY).in_(once(some)), is_open)
        .values(state=RecipientState.CANCELLED, decided_at=now)
        .returning(col(Recipient.contact_id))
        .execution_options(synchronize_session=False)
    )
    return len(done.all())
