"""SQL of who has a tag, to give them another."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import distinct, func, select, update
from sqlmodel import Session, col

from scrm.contacts.tables import Contact
from scrm.contacts.tags.store import PERSON, is_worn
from scrm.contacts.tags.tables import ContactTag, Tag
from scrm.kernel.sets import is_any


class Wearer(NamedTuple):
    """A person, and what speaks for their tag until when."""

    contact_id: int
    until: datetime | None
    evidence: Mapping[str, Any]
    set_by: Mapping[str, Any]


def go_on_to(session: Session, tag_id: int, into_id: int) -> None:
    """What was to be merged into the one is to be merged into the other."""
    session.execute(update(Tag).where(col(Tag.merging_into) == tag_id).values(merging_into=into_id))


def some(session: Session, tag_id: int, now: datetime, limit: int) -> list[Wearer]:
    question = (
        select(PERSON, col(ContactTag.until), col(ContactTag.evidence), col(ContactTag.set_by))
        .join(ContactTag, col(ContactTag.contact_id) == col(Contact.id))
        .where(col(ContactTag.tag_id) == tag_id, is_worn(now))
        .order_by(PERSON, col(ContactTag.since))
        .limit(limit)
    )
    return [Wearer(*row) for row in session.execute(question)]


def people(session: Session, tag_id: int, now: datetime) -> int:
    question = (
        select(func.count(distinct(PERSON)))
        .join(ContactTag, col(ContactTag.contact_id) == col(Contact.id))
        .where(col(ContactTag.tag_id) == tag_id, is_worn(now))
    )
    return session.scalar(question) or 0


def given_by_rules(session: Session, tag_id: int, contact_ids: Collection[int]) -> list[ContactTag]:
    """The rows of these people's tag that a rule gave: it takes them off with its own reasons."""
    question = select(ContactTag).where(
        col(ContactTag.tag_id) == tag_id,
        col(ContactTag.removed_at).is_(None),
        is_any(session, col(ContactTag.contact_id), contact_ids),
    )
    return [row for row in session.scalars(question) if "rule" in row.set_by]
