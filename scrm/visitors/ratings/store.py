"""SQL of ratings."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import ConversationState, Direction
from scrm.kernel.sets import is_any
from scrm.visitors.tables import Rating


def unrated(session: Session, conversation_ids: Iterable[int], since: datetime) -> set[int]:
    """Which of these were resolved since then, in talk both ways, and have something new to rate:
    the visitor has written after what they rated last."""
    rated = (
        select(func.max(Rating.created_at))
        .where(col(Rating.conversation_id) == col(Conversation.id))
        .correlate(Conversation)
        .scalar_subquery()
    )
    of_this = select(Message.id).where(col(Message.conversation_id) == col(Conversation.id))
    asked = of_this.where(
        col(Message.direction) == Direction.IN,
        (rated.is_(None)) | (col(Message.created_at) > rated),
    )
    answered = of_this.where(col(Message.direction) == Direction.OUT)
    question = select(Conversation.id).where(
        is_any(session, col(Conversation.id), conversation_ids),
        col(Conversation.state) == ConversationState.RESOLVED,
        col(Conversation.resolved_at) >= since,
        asked.exists(),
        answered.exists(),
    )
    return set(session.exec(question))


def add(session: Session, rating: Rating) -> None:
    """Under the lock of its conversation, so that two tabs come one after the other."""
    session.add(rating)
    session.flush()


def last(session: Session, conversation_id: int) -> Rating | None:
    question = select(Rating).where(col(Rating.conversation_id) == conversation_id)
    return session.exec(question.order_by(col(Rating.created_at).desc()).limit(1)).first()


def of_conversation(session: Session, conversation_id: int) -> list[Rating]:
    """The newest first."""
    question = select(Rating).where(col(Rating.conversation_id) == conversation_id)
    return list(session.exec(question.order_by(col(Rating.created_at).desc()).limit(100)))
