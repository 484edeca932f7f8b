"""SQL about messages that change."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from scrm.conversations.tables import Conversation, Message, MessageVersion
from scrm.kernel.ids import new_id


def find_message(session: Session, identity_id: int, external_id: str) -> Message | None:
    """The newest message of this person that the platform knows by `external_id`."""
    return session.exec(
        select(Message)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(
            col(Conversation.identity_id) == identity_id, col(Message.external_id) == external_id
        )
        .order_by(col(Message.id).desc())
        .limit(1)
    ).first()


def change(session: Session, message_id: int, **values: Any) -> None:
    session.execute(update(Message).where(col(Message.id) == message_id).values(**values))


def change_last_text(session: Session, message: Message, text: str) -> None:
    """The list shows the newest version, where this message is the conversation's last."""
    session.execute(
        update(Conversation)
        .where(
            col(Conversation.id) == message.conversation_id,
            col(Conversation.last_message_id) == message.id,
        )
        .values(last_text=text)
    )


def keep_version(
    session: Session, message_id: int, at: datetime, text: str, content: dict[str, Any]
) -> None:
    """Put a version on record; the same version twice is one."""
    known = select(MessageVersion.id).where(
        col(MessageVersion.message_id) == message_id, col(MessageVersion.at) == at
    )
    if session.exec(known).first() is None:
        version = MessageVersion(
            id=new_id(), message_id=message_id, at=at, text=text, content=content
        )
        session.add(version)
        session.flush()
