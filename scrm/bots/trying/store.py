"""SQL of whom a trial is about."""

from sqlalchemy import select
from sqlmodel import Session, col

from scrm.bots.tables import BotTalk
from scrm.channels.tables import Channel
from scrm.conversations.tables import Conversation
from scrm.conversations.values import ConversationState


def talk_with(
    session: Session, contact_id: int, channel_id: int | None
) -> tuple[Conversation, BotTalk | None] | None:
    """The conversation with this person that is going on, the newest of several."""
    question = (
        select(Conversation, BotTalk)
        .outerjoin(BotTalk, col(BotTalk.conversation_id) == col(Conversation.id))
        .where(
            col(Conversation.contact_id) == contact_id,
            col(Conversation.state) != ConversationState.RESOLVED,
        )
    )
    if channel_id is not None:
        question = question.where(col(Conversation.channel_id) == channel_id)
    row = session.execute(question.order_by(col(Conversation.last_at).desc()).limit(1)).first()
    return None if row is None else (row[0], row[1])


def platform_of(session: Session, channel_id: int) -> str | None:
    return session.scalar(select(col(Channel.platform)).where(col(Channel.id) == channel_id))
