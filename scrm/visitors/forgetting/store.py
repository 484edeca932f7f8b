"""SQL that forgets visitors."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, select, tuple_
from sqlmodel import Session, col

from scrm.contacts.tables import Identity
from scrm.kernel.sets import is_any
from scrm.visitors.tables import Mail, Mailbox, Rating, Visitor, VisitorAccount


def forget_browsers(session: Session, identity_ids: Collection[int]) -> list[tuple[int, str]]:
    """Id and token's hash of each browser that wrote from these addresses."""
    gone = session.execute(
        delete(Visitor)
        .where(_at(session, tuple_(col(Visitor.address), col(Visitor.channel_id)), identity_ids))
        .returning(col(Visitor.id), col(Visitor.token_hash))
        .execution_options(synchronize_session=False)
    )
    return [(row[0], row[1]) for row in gone]


def forget_rest(
    session: Session, identity_ids: Collection[int], conversation_ids: Collection[int]
) -> None:
    """Which accounts were at these addresses, what was handed to them, and what they rated."""
    account = tuple_(col(VisitorAccount.address), col(VisitorAccount.channel_id))
    for statement in (
        delete(VisitorAccount).where(_at(session, account, identity_ids)),
        delete(Mail).where(is_any(session, col(Mail.identity_id), identity_ids)),
        delete(Mailbox).where(is_any(session, col(Mailbox.identity_id), identity_ids)),
        delete(Rating).where(is_any(session, col(Rating.conversation_id), conversation_ids)),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


def _at(
    session: Session, place: ColumnElement[tuple[str, int]], identity_ids: Collection[int]
) -> ColumnElement[bool]:
    addresses = select(col(Identity.external_id), col(Identity.channel_id)).where(
        is_any(session, col(Identity.id), identity_ids)
    )
    return place.in_(addresses)
