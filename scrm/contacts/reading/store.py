"""SQL that shows people."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, Row, func, literal, select, tuple_
from sqlmodel import Session, col
from sqlmodel import select as select_models

from scrm.channels.tables import Channel
from scrm.contacts.tables import Contact, ContactPoint, Identity
from scrm.journal.tables import Event
from scrm.kernel.columns import Instant, from_micros
from scrm.kernel.sets import is_any


def page(session: Session, before: int | None, limit: int) -> list[Contact]:
    """The newest contacts first."""
    question = select_models(Contact).where(
        col(Contact.erased_at).is_(None), col(Contact.joined_into).is_(None)
    )
    if before is not None:
        question = question.where(col(Contact.id) < before)
    return list(session.exec(question.order_by(col(Contact.id).desc()).limit(limit)))


def some(session: Session, contact_ids: Iterable[int]) -> list[Contact]:
    """These contacts, the newest first."""
    question = select_models(Contact).where(is_any(session, col(Contact.id), contact_ids))
    return sorted(session.exec(question), key=lambda one: -one.id)


def last_seen(session: Session, contact_ids: Iterable[int]) -> dict[int, datetime | None]:
    question = (
        select(col(Identity.contact_id), func.max(col(Identity.last_inbound_at)))
        .where(is_any(session, col(Identity.contact_id), contact_ids))
        .group_by(col(Identity.contact_id))
    )
    return {row[0]: row[1] for row in session.execute(question)}


def identities(session: Session, contact_id: int) -> list[Row[Identity, Channel]]:
    question = (
        select(Identity, Channel)
        .join(Channel, col(Channel.id) == col(Identity.channel_id))
        .where(col(Identity.contact_id) == contact_id)
        .order_by(col(Identity.id))
    )
    return list(session.execute(question))


def points(session: Session, contact_id: int) -> list[ContactPoint]:
    question = select_models(ContactPoint).where(col(ContactPoint.contact_id) == contact_id)
    return list(session.exec(question.order_by(col(ContactPoint.id))))


def happened(
    session: Session, contact_id: int, kind: str, after: tuple[int, int] | None, limit: int
) -> list[Event]:
    """What happened to a person, the newest first; all kinds of it where none is named."""
    question = select_models(Event).where(col(Event.contact_id) == contact_id)
    if kind:
        question = question.where(col(Event.kind) == kind)
    if after is not None:
        place = (literal(from_micros(after[0]), Instant()), literal(after[1], BigInteger()))
        question = question.where(tuple_(col(Event.at), col(Event.id)) < tuple_(*place))
    newest = question.order_by(col(Event.at).desc(), col(Event.id).desc()).limit(limit)
    return list(session.exec(newest))
