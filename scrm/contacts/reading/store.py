"""SQL that shows people."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, Row, bindparam, func, literal, select, tuple_
from sqlmodel import Session, col
from sqlmodel import select as select_models

from scrm.channels.tables import Channel
from scrm.contacts.tables import Contact, ContactPoint, Identity
from scrm.journal.tables import Event
from scrm.kernel.columns import Instant, from_micros
from scrm.kernel.sets import SetQuery, is_any


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


_SHELLS = SetQuery(
    lambda any_of: select(col(Contact.id), col(Contact.joined_into)).where(
        any_of(col(Contact.id)), col(Contact.joined_into).is_not(None)
    ),
    int,
)


def shells(session: Session, contact_ids: Iterable[int]) -> dict[int, int]:
    """Of these the contacts that were joined into another, and into whom."""
    session.flush()  # for it goes to the driver, behind the session's back
    return {row[0]: row[1] for row in _SHELLS.rows(session, contact_ids)}


_STILL = SetQuery(
    lambda any_of: (
        select(col(Contact.id), func.coalesce(col(Contact.joined_into), col(Contact.id)))
        .where(any_of(col(Contact.id)))
        .order_by(col(Contact.id))
        .with_for_update(read=True, skip_locked=True)
    ),
    int,
)


def hold_still(session: Session, contact_ids: Iterable[int]) -> dict[int, int]:
    """Whom each is, held until the commit; who is held by somebody else is left out."""
    session.flush()
    return {row[0]: row[1] for row in _STILL.rows(session, contact_ids)}


_WHOSE = SetQuery(
    lambda any_of: select(col(Identity.contact_id)).where(
        any_of(col(Identity.external_id)), col(Identity.channel_id) == bindparam("channel_id")
    ),
    str,
)


def whose(session: Session, channel_id: int, addresses: Iterable[str]) -> set[int]:
    session.flush()
    return {row[0] for row in _WHOSE.rows(session, addresses, channel_id=channel_id)}
