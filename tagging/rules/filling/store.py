"""SQL of the tags that a rule gave for the past."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, distinct, func, select
from sqlmodel import Session, col

from scrm.conditions.documents.store import text_of
from scrm.contacts.tables import Contact
from scrm.contacts.tags.store import PERSON, is_worn
from scrm.contacts.tags.tables import ContactTag
from scrm.kernel.sets import is_any


def people(session: Session, rule_id: int, tag_ids: Collection[int], now: datetime) -> int:
    """How many have one of these now that it gave."""
    question = _given(session, rule_id, tag_ids, now).with_only_columns(
        func.count(distinct(PERSON)), maintain_column_froms=True
    )
    return session.scalar(question) or 0


def some(
    session: Session, rule_id: int, tag_ids: Collection[int], now: datetime, limit: int
) -> list[tuple[int, int]]:
    """The people and the tags, as many as `limit`."""
    order = (col(ContactTag.tag_id), col(ContactTag.contact_id))
    question = _given(session, rule_id, tag_ids, now).order_by(*order).limit(limit)
    return [(contact_id, tag_id) for contact_id, tag_id in session.execute(question)]


def _given(
    session: Session, rule_id: int, tag_ids: Collection[int], now: datetime
) -> Select[int, int]:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    rule = text_of(col(ContactTag.set_by), "rule", is_sqlite=is_sqlite)
    fills = text_of(col(ContactTag.evidence), "back_fill", is_sqlite=is_sqlite)
    return (
        select(PERSON, col(ContactTag.tag_id))
        .join(ContactTag, col(ContactTag.contact_id) == col(Contact.id))
        .where(is_any(session, col(ContactTag.tag_id), tag_ids), is_worn(now))
        .where(rule == str(rule_id), fills.is_not(None))
    )
