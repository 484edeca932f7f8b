"""SQL about visitors and the accounts that they proved to have."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation
from scrm.kernel.sets import insert_for, is_any
from scrm.visitors.tables import Visitor, VisitorAccount


def find(session: Session, token_hash: str) -> Visitor | None:
    return session.exec(select(Visitor).where(col(Visitor.token_hash) == token_hash)).first()


def add(session: Session, visitor: Visitor) -> bool:
    """False where another tab of the same browser was first."""
    added = session.execute(
        insert_for(session, Visitor)
        .values(visitor.model_dump())
        .on_conflict_do_nothing(index_elements=["token_hash"])
        .returning(col(Visitor.id))
    )
    return added.first() is not None


def change(session: Session, visitor_ids: Iterable[int], **values: Any) -> None:
    session.execute(
        update(Visitor).where(is_any(session, col(Visitor.id), visitor_ids)).values(**values)
    )


def prolong(session: Session, visitor_id: int, now: datetime, **values: Any) -> bool:
    """Change a visitor whose token is good now; False where it is not any more."""
    kept = session.execute(
        update(Visitor)
        .where(col(Visitor.id) == visitor_id, col(Visitor.expires_at) > now)
        .values(**values)
        .returning(col(Visitor.id))
    )
    return kept.first() is not None


def at_address(session: Session, channel_id: int, address: str) -> list[Visitor]:
    """The browsers of one visitor, the one used last first."""
    question = select(Visitor).where(
        col(Visitor.address) == address, col(Visitor.channel_id) == channel_id
    )
    return list(session.exec(question.order_by(col(Visitor.last_seen).desc()).limit(100)))


def block(
    session: Session, channel_id: int, address: str, blocked_at: datetime | None
) -> list[int]:
    """Block all browsers of one visitor, or none; returns which these are."""
    changed = session.execute(
        update(Visitor)
        .where(col(Visitor.address) == address, col(Visitor.channel_id) == channel_id)
        .values(blocked_at=blocked_at)
        .returning(col(Visitor.id))
    )
    return list(changed.scalars())


def blocked_at(session: Session, channel_id: int, address: str) -> datetime | None:
    """Since when a visitor is blocked, in whatever browser."""
    question = select(Visitor.blocked_at).where(
        col(Visitor.address) == address,
        col(Visitor.channel_id) == channel_id,
        col(Visitor.blocked_at).is_not(None),
    )
    return session.exec(question.limit(1)).first()


def forget(session: Session, before: datetime, at_most: int) -> None:
    """Delete browsers whose token ran out before a time. Those that are blocked stay: by them a
    visitor is known to be blocked who signs in again."""
    old = (
        select(Visitor.id)
        .where(col(Visitor.expires_at) < before, col(Visitor.blocked_at).is_(None))
        .order_by(col(Visitor.expires_at))
        .limit(at_most)
    )
    session.execute(delete(Visitor).where(col(Visitor.id).in_(old)))


def claim_address(session: Session, channel_id: int, subject: str, address: str) -> str | None:
    """Where an account's messages go: `address` from now on where the account is new to us. None
    where the account is, and the address belongs to another."""
    values = {"channel_id": channel_id, "subject": subject, "address": address}
    session.execute(insert_for(session, VisitorAccount).values(values).on_conflict_do_nothing())
    question = select(VisitorAccount.address).where(
        col(VisitorAccount.channel_id) == channel_id, col(VisitorAccount.subject) == subject
    )
    return session.exec(question).first()


def find_identity(
    session: Session, channel_id: int, address: str, *, hold: bool = False
) -> Identity | None:
    """With `hold` whoever erases its person waits for what is noted of them now."""
    question = select(Identity).where(
        col(Identity.external_id) == address, col(Identity.channel_id) == channel_id
    )
    if hold:
        question = question.with_for_update(read=True, key_share=True)
    return session.exec(question).first()


def identity_of(session: Session, conversation_id: int) -> Identity | None:
    question = (
        select(Identity)
        .join(Conversation, col(Conversation.identity_id) == col(Identity.id))
        .where(col(Conversation.id) == conversation_id)
    )
    return session.exec(question).first()


def addresses(session: Session, conversation_ids: Iterable[int]) -> list[tuple[int, str]]:
    """With whom these conversations are: channel and address."""
    question = (
        select(Identity.channel_id, Identity.external_id)
        .join(Conversation, col(Conversation.identity_id) == col(Identity.id))
        .where(is_any(session, col(Conversation.id), conversation_ids))
    )
    return [(row[0], row[1]) for row in session.exec(question)]
