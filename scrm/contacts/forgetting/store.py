"""SQL that forgets people."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.contacts.forgetting.values import Address
from scrm.contacts.search import store as search
from scrm.contacts.tables import Contact, ContactPoint, Identity
from scrm.contacts.tags.tables import ContactTag
from scrm.kernel.sets import is_any


def held(session: Session, contact_ids: Collection[int]) -> list[Address]:
    """Their addresses, held until the commit: what comes from one now comes before or behind."""
    question = (
        select(
            col(Identity.id),
            col(Identity.channel_id),
            col(Channel.platform),
            col(Identity.external_id),
            col(Channel.state) == ChannelState.ARCHIVE,
        )
        .join(Channel, col(Channel.id) == col(Identity.channel_id))
        .where(is_any(session, col(Identity.contact_id), contact_ids))
        .order_by(col(Identity.id))
        .with_for_update(of=Identity)
    )
    return [Address._make(row) for row in session.execute(question)]


def forget(session: Session, contact_ids: Collection[int], now: datetime) -> int:
    """No address, no name and no tag is left of these people; returns how many addresses there were. The
    rows that pointed at their addresses are gone by now."""
    session.execute(
        delete(ContactPoint).where(is_any(session, col(ContactPoint.contact_id), contact_ids))
    )
    session.execute(
        delete(ContactTag)
        .where(is_any(session, col(ContactTag.contact_id), contact_ids))
        .execution_options(synchronize_session=False)
    )
    addresses = is_any(session, col(Identity.contact_id), contact_ids)
    question = select(func.count()).select_from(Identity).where(addresses)
    count: int = session.execute(question).scalar_one()
    session.execute(delete(Identity).where(addresses))
    _empty(session, contact_ids, now)
    search.forget_names(session, contact_ids)
    return count


def _empty(session: Session, contact_ids: Collection[int], now: datetime) -> None:
    session.execute(
        update(Contact)
        .where(is_any(session, col(Contact.id), contact_ids))
        .values(
            name="",
            photo="",
            locale="",
            zone="",
            owner_id=None,
            stage="",
            attributes={},
            first_seen=now,
            erased_at=now,
            joined_into=None,
        )
        .execution_options(synchronize_session=False)
    )
