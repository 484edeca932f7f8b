"""SQL of what happened, a piece at a time, in the order in which it was recorded."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from scrm.contacts.tables import Contact
from scrm.conversations.tables import Message
from scrm.journal.tables import Event
from scrm.kernel.sets import is_any
from tagging.rules.reacting.store import as_happened
from tagging.rules.reacting.values import Happened
from tagging.rules.trying.values import Span


def piece(
    session: Session, kinds: Collection[str], span: Span, after: int, limit: int
) -> list[Happened]:
    question = (
        select(Event)
        .where(
            col(Event.id) > after,
            col(Event.id) <= span.last,
            col(Event.kind).in_(sorted(kinds)),
            col(Event.at) >= span.since,
            col(Event.contact_id).is_not(None),
        )
        .order_by(col(Event.id))
        .limit(limit)
    )
    return [as_happened(one) for one in session.exec(question)]


def names(session: Session, contact_ids: Collection[int]) -> dict[int, str]:
    """Of those who were not erased since."""
    mine = is_any(session, col(Contact.id), contact_ids)
    question = select(Contact.id, Contact.name).where(mine, col(Contact.erased_at).is_(None))
    return dict(iter(session.exec(question)))


def texts(session: Session, message_ids: Collection[int]) -> dict[int, str]:
    """Of those that nobody took back."""
    mine = is_any(session, col(Message.id), message_ids)
    question = select(Message.id, Message.text).where(mine, col(Message.deleted_at).is_(None))
    return dict(iter(session.exec(question)))
