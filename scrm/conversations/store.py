"""SQL about one conversation at a time; lists are in `reading`, batches in `arrivals`."""

from datetime import datetime
from typing import Any

from sqlalchemy import literal_column, update
from sqlmodel import Session, col, select

from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation, Message, ReadMark
from scrm.conversations.values import ConversationState
from scrm.delivery.tables import Delivery
from scrm.kernel.sets import insert_for


def lock(session: Session, conversation_id: int) -> Conversation | None:
    """The row, held against others until the commit; sequence numbers are given under it."""
    return session.exec(
        select(Conversation).where(col(Conversation.id) == conversation_id).with_for_update()
    ).first()


def live_beside(session: Session, conversation: Conversation) -> int | None:
    """The live conversation of the same thread, where `conversation` itself is done with."""
    return session.exec(
        select(Conversation.id).where(
            col(Conversation.identity_id) == conversation.identity_id,
            col(Conversation.thread_key) == conversation.thread_key,
            col(Conversation.state) != literal_column("'resolved'"),  # for the partial index
            col(Conversation.id) != conversation.id,
        )
    ).first()


def change(session: Session, conversation_id: int, **values: Any) -> None:
    session.execute(
        update(Conversation).where(col(Conversation.id) == conversation_id).values(**values)
    )


def identity_of(session: Session, conversation: Conversation) -> Identity:
    return session.get_one(Identity, conversation.identity_id)


def find_identity(session: Session, contact_id: int, channel_id: int) -> Identity | None:
    """The address of a person on a channel, held until the commit; the one used last where there
    are several."""
    return session.exec(
        select(Identity)
        .where(col(Identity.contact_id) == contact_id, col(Identity.channel_id) == channel_id)
        .order_by(col(Identity.last_inbound_at).desc().nulls_last(), col(Identity.id).desc())
        .limit(1)
        .with_for_update(key_share=True)
    ).first()


def external_of(session: Session, conversation_id: int, message_id: int) -> str | None:
    """By what the platform knows a message of this conversation; None where it never heard of it."""
    message = session.get(Message, message_id)
    if message is None or message.conversation_id != conversation_id:
        return None
    if message.external_id is not None:
        return message.external_id
    return session.exec(
        select(Delivery.external_id)
        .where(col(Delivery.message_id) == message_id, col(Delivery.external_id).is_not(None))
        .order_by(col(Delivery.part))
        .limit(1)
    ).first()


def mark_read(session: Session, conversation_id: int, user_id: int, in_count: int) -> None:
    values = {"conversation_id": conversation_id, "user_id": user_id, "in_count": in_count}
    session.execute(
        insert_for(session, ReadMark)
        .values(values)
        .on_conflict_do_update(
            index_elements=["conversation_id", "user_id"], set_={"in_count": in_count}
        )
    )


def due_to_wake(session: Session, now: datetime, limit: int) -> list[int]:
    question = (
        select(Conversation.id)
        .where(
            col(Conversation.state) == ConversationState.SNOOZED,
            col(Conversation.snoozed_until) <= now,
        )
        .order_by(col(Conversation.snoozed_until))
        .limit(limit)
    )
    return list(session.exec(question))
