"""SQL of whose day it is, in sets: people are looked through once, and what happened by its index."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from campaigns.dates.tables import Turn
from campaigns.dates.values import Dated, Span
from scrm.conditions.documents import store as documents
from scrm.contacts.tables import Contact
from scrm.journal.tables import Event
from scrm.kernel.sets import insert_for, is_any, session_dialect

_COLUMNS = ("campaign_id", "turn", "contact_id", "occurrence_id")


def with_birthday(
    session: Session, meant: Select[int], attribute: str, days: Collection[str]
) -> Select[int]:
    """Of those who are meant, on which of these months and days whose birthday is: with a year or
    without."""
    is_sqlite = session_dialect(session) == "sqlite"
    said = documents.text_of(Contact.attributes, attribute, is_sqlite=is_sqlite)
    whole = documents.looks_dated(said, is_sqlite=is_sqlite, in_json=False)
    bare = [form for day in days for form in (day, f"--{day}")]
    holds = or_(and_(whole, func.substr(said, 6, 5).in_(days)), said.in_(bare))
    return _those(meant).where(holds)


def with_date(session: Session, meant: Select[int], attribute: str, day: date) -> Select[int]:
    """Of those who are meant, whose attribute holds this day, or a time on it as it is written."""
    is_sqlite = session_dialect(session) == "sqlite"
    said = documents.text_of(Contact.attributes, attribute, is_sqlite=is_sqlite)
    return _those(meant).where(func.substr(said, 1, 10) == day.isoformat())


def to_whom_happened(meant: Select[int], kind: str, spans: Sequence[Span]) -> Select[int]:
    """Of those who are meant, to whom something of this kind happened on that day at their place."""
    *some, others = spans
    zone = col(Contact.zone)
    elsewhere = zone.not_in([name for one in some for name in one.zones]) if some else true()
    within = [and_(zone.in_(one.zones), _during(one)) for one in some]
    happened = (
        select(col(Event.contact_id))
        .join(Contact, col(Contact.id) == col(Event.contact_id))
        .where(*_at_some_time(kind, spans), or_(*within, and_(elsewhere, _during(others))))
    )
    return _those(meant).where(col(Contact.id).in_(happened))


def zones_of(session: Session, kind: str, whole: Sequence[Span]) -> list[str]:
    """Of those to whom something of this kind happened about that day."""
    question = (
        select(col(Contact.zone))
        .join(Event, col(Event.contact_id) == col(Contact.id))
        .where(*_at_some_time(kind, whole))
        .distinct()
    )
    return list(session.execute(question).scalars())


def _at_some_time(kind: str, spans: Sequence[Span]) -> tuple[ColumnElement[bool], ...]:
    """At any of these places: as the index has it."""
    return (
        col(Event.kind) == kind,
        col(Event.at) >= min(one.begins for one in spans),
        col(Event.at) < max(one.ends for one in spans),
    )


def _during(one: Span) -> ColumnElement[bool]:
    return and_(col(Event.at) >= one.begins, col(Event.at) < one.ends)


def _those(meant: Select[int]) -> Select[int]:
    people = meant.subquery()
    return select(col(Contact.id)).join(people, col(Contact.id) == next(iter(people.c)))


def without_turn(found: Select[int], what: Dated) -> Select[int]:
    """Those of them who did not have this turn by another run, nor anybody who was joined into
    them."""
    joined = aliased(Contact)
    of_others = (
        col(Turn.campaign_id) == what.campaign_id,
        col(Turn.turn) == what.turn,
        col(Turn.occurrence_id) != what.occurrence_id,
    )
    own = select(literal(1)).where(*of_others, col(Turn.contact_id) == col(Contact.id))
    had = select(literal(1)).where(*of_others, col(Turn.contact_id) == col(joined.id))
    # One within the other, so that few are looked up by their keys: joined, SQLite would go through all
    # turns for each person.
    theirs = select(literal(1)).where(
        col(joined.joined_into) == col(Contact.id), had.correlate(joined).exists()
    )
    return found.where(
        not_(own.correlate(Contact).exists()), not_(theirs.correlate(Contact).exists())
    )


def take(session: Session, what: Dated, found: Select[int]) -> None:
    """Give these people their turn by this run; who had it keeps that one."""
    people = found.subquery()
    rows = select(
        literal(what.campaign_id, BigInteger()),
        literal(what.turn, Integer()),
        next(iter(people.c)),
        literal(what.occurrence_id, BigInteger()),
    ).where(true())  # or SQLite takes what follows for a join's
    put = insert_for(session, Turn).from_select(list(_COLUMNS), rows)
    session.execute(put.on_conflict_do_nothing())


def taken(session: Session, what: Dated, ids: Collection[int]) -> Select[int]:
    """Who of these have this turn by this run: looked up by its key, and not among all who have it."""
    return select(col(Turn.contact_id)).where(
        col(Turn.campaign_id) == what.campaign_id,
        col(Turn.turn) == what.turn,
        is_any(session, col(Turn.contact_id), ids),
        col(Turn.occurrence_id) == what.occurrence_id,
    )


def count(session: Session, found: Select[int]) -> int:
    counted: int = session.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    return counted
