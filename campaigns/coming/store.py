"""SQL of how many have their date on each of some days, in one look at all people."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, select
from sqlmodel import Session, col

from campaigns.dates.store import without_turn
from campaigns.dates.values import Dated
from scrm.conditions.documents import store as documents
from scrm.contacts.tables import Contact
from scrm.kernel.sets import session_dialect

_BARE, _WITH_DASHES = 5, 7
"""How long `12-02` and `--12-02` are."""


def by_birthday(
    session: Session, meant: Select[int], attribute: str, days: Collection[str], turn: Dated
) -> dict[str, int]:
    """By month and day how many of those who are meant have that birthday, with a year or without, and
    did not have this turn."""
    is_sqlite = session_dialect(session) == "sqlite"
    said = documents.text_of(Contact.attributes, attribute, is_sqlite=is_sqlite)
    whole = documents.looks_dated(said, is_sqlite=is_sqlite, in_json=False)
    dashed = and_(func.length(said) == _WITH_DASHES, func.substr(said, 1, 2) == "--")
    day = case(
        (whole, func.substr(said, 6, 5)),
        (func.length(said) == _BARE, said),
        (dashed, func.substr(said, 3, 5)),
    )
    return _counted(session, meant, day, days, turn)


def by_date(
    session: Session, meant: Select[int], attribute: str, days: Collection[str], turn: Dated
) -> dict[str, int]:
    """By date how many of those who are meant hold it, or a time on it, and did not have this turn."""
    is_sqlite = session_dialect(session) == "sqlite"
    said = documents.text_of(Contact.attributes, attribute, is_sqlite=is_sqlite)
    return _counted(session, meant, func.substr(said, 1, 10), days, turn)


def _counted(
    session: Session,
    meant: Select[int],
    day: ColumnElement[Any],
    days: Collection[str],
    turn: Dated,
) -> dict[str, int]:
    """Their days are read first, and who is meant only of those few that have one of them."""
    theirs = (
        select(col(Contact.id).label("id"), day.label("day"))
        .where(day.in_(days), col(Contact.id).in_(meant))
        .select_from(Contact)
    )
    some: Any = without_turn(theirs, turn).subquery()
    counted = select(some.c.day, func.count(distinct(some.c.id))).group_by(some.c.day)
    return {found: number for found, number in session.execute(counted)}
