"""SQL about segments, and around the questions that they ask."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_models

from scrm.contacts.tables import Contact
from tagging.segments.tables import Segment
from tagging.watching.tables import Watched


def page(session: Session, before: int | None, limit: int) -> list[Segment]:
    """The living, the newest first."""
    question = select_models(Segment).where(col(Segment.archived_at).is_(None))
    if before is not None:
        question = question.where(col(Segment.id) < before)
    return list(session.exec(question.order_by(col(Segment.id).desc()).limit(limit)))


def kept(session: Session) -> list[Segment]:
    """Those whose people are kept, the oldest first."""
    question = select_models(Segment).where(
        col(Segment.archived_at).is_(None), col(Segment.unkept) == ""
    )
    return list(session.exec(question.order_by(col(Segment.id))))


def keep_no_more(session: Session, segment_id: int, why: str) -> None:
    session.execute(update(Segment).where(col(Segment.id) == segment_id).values(unkept=why))


def members(segment_id: int) -> Select[int]:
    """The ids of those who are kept as being in it."""
    return (
        select(col(Contact.id))
        .join(Watched, col(Watched.contact_id) == col(Contact.id))
        .where(
            col(Watched.owner_id) == segment_id,
            col(Watched.since).is_not(None),
            col(Contact.erased_at).is_(None),
            col(Contact.joined_into).is_(None),
        )
    )


def definitions(session: Session) -> list[tuple[int, str, Mapping[str, Any]]]:
    living = col(Segment.archived_at).is_(None)
    question = select_models(Segment.id, Segment.name, Segment.definition).where(living)
    rows = session.exec(question.order_by(col(Segment.name)))
    return [(segment_id, name, definition) for segment_id, name, definition in rows]


def count(session: Session, people: Select[int]) -> int:
    counted: int = session.scalars(select(func.count()).select_from(people.subquery())).one()
    return counted


def newest(session: Session, people: Select[int], before: int | None, limit: int) -> list[int]:
    """The ids of those who are meant, the newest first."""
    meant = people.subquery()
    contact_id = next(iter(meant.c))
    question = select(contact_id).order_by(contact_id.desc()).limit(limit)
    if before is not None:
        question = question.where(contact_id < before)
    return list(session.scalars(question))
