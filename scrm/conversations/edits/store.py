"""SQL about messages that change."""

from datetime import datetime, timedelta
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
) -> bool:
    """Put a version on record; False for one that is on record already. Platforms tell time in
    seconds: versions of one second are told apart by microseconds, in the order in which they came.
    """
    question = select(MessageVersion).where(
        col(MessageVersion.message_id) == message_id,
        col(MessageVersion.at) >= at,
        col(MessageVersion.at) < at + timedelta(seconds=1),
    )
    same_second = list(session.exec(question))
    if any((one.text, one.content) == (text, content) for one in same_second):
        return False
    taken = {one.at for one in same_second}
    while at in taken:
        at += timedelta(microseconds=1)
    session.add(
        MessageVersion(id=new_id(), message_id=message_id, at=at, text=text, content=content)
    )
    session.flush()
    return True
