"""SQL of lists by words."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, select, union
from sqlmodel import Session, col

from scrm.conversations.reading import store as reading
from scrm.conversations.reading.values import Filter
from scrm.conversations.tables import Conversation, Message
from scrm.kernel.sets import is_any


class Candidate(NamedTuple):
    """A conversation that may be meant, and its place in the list."""

    last_at: datetime
    id: int
    contact_id: int
    last_text: str


def candidates(
    session: Session,
    reader_id: int | None,
    wanted: Filter,
    among: Collection[int] | None,
    after: tuple[int, int] | None,
    limit: int,
) -> list[Candidate]:
    """The next of a list, or of those `among` which they must be."""
    question = reading.places(wanted).add_columns(
        col(Conversation.contact_id), col(Conversation.last_text)
    )
    if among is not None:
        question = question.where(is_any(session, col(Conversation.id), among))
    rows = session.execute(reading.ordered(question, after, limit), reading.parameters(reader_id))
    return [Candidate._make(row) for row in rows]


def of(session: Session, contact_ids: Collection[int], last_messages: Collection[int]) -> set[int]:
    """The conversations of these people, and those that end with one of these messages."""
    theirs = select(col(Conversation.id)).where(
        is_any(session, col(Conversation.contact_id), contact_ids)
    )
    is_last = and_(
        col(Conversation.id) == col(Message.conversation_id),
        col(Conversation.last_message_id) == col(Message.id),
    )
    ending = (
        select(col(Conversation.id))
        .select_from(Message)
        .join(Conversation, is_last)
        .where(is_any(session, col(Message.id), last_messages))
    )
    return set(session.scalars(union(theirs, ending)))
