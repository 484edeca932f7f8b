"""SQL of what happened, a piece at a time, in the order in which it was recorded."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from scrm.contacts.tables import Contact
from scrm.journal.tables import Event
from scrm.kernel.sets import is_any
from tagging.rules.reacting.store import as_happened
from tagging.rules.reacting.values import Happened


def piece(
    session: Session, kinds: Collection[str], since: datetime, after: int, limit: int
) -> list[Happened]:
    question = (
        select(Event)
        .where(
            col(Event.id) > after,
            col(Event.kind).in_(sorted(kinds)),
            col(Event.at) >= since,
            col(Event.contact_id).is_not(None),
        )
        .order_by(col(Event.id))
        .limit(limit)
    )
    return [as_happened(one) for one in session.exec(question)]


def names(session: Session, contact_ids: Collection[int]) -> dict[int, str]:
    mine = is_any(session, col(Contact.id), contact_ids)
    return dict(iter(session.exec(select(Contact.id, Contact.name).where(mine))))
