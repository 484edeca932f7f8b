"""SQL of who has a tag, to give them another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import distinct, func, select
from sqlmodel import Session, col

from scrm.contacts.tables import Contact
from scrm.contacts.tags.store import PERSON, is_worn
from scrm.contacts.tags.tables import ContactTag


class Wearer(NamedTuple):
    """A person, and what speaks for their tag until when."""

    contact_id: int
    until: datetime | None
    evidence: Mapping[str, Any]


def some(session: Session, tag_id: int, now: datetime, limit: int) -> list[Wearer]:
    question = (
        select(PERSON, col(ContactTag.until), col(ContactTag.evidence))
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
