"""SQL about the ways to answer a person."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlmodel import Session, col

from scrm.conversations.tables import Conversation
from scrm.kernel.sets import is_any


def newest(session: Session, identity_ids: Iterable[int]) -> dict[int, int]:
    """The newest conversation with each address: where there is a live one, it is that."""
    question = (
        select(col(Conversation.identity_id), func.max(col(Conversation.id)))
        .where(
            is_any(session, col(Conversation.identity_id), identity_ids),
            col(Conversation.thread_key) == "",
        )
        .group_by(col(Conversation.identity_id))
    )
    return {row[0]: row[1] for row in session.execute(question)}
