"""SQL of the ledger: who somebody is by the hashes of their addresses."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session, col

from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.consent.tables import Suppression
from scrm.consent.values import SuppressionKind
from scrm.contacts.tables import Contact, Identity
from scrm.kernel.sets import is_any

_ADDRESS = (col(Identity.contact_id), col(Channel.platform), col(Identity.external_id))
_CALLED = col(Channel.state) != ChannelState.ARCHIVE
"""A name in imported history is no address."""


def addresses(session: Session, contact_ids: Collection[int]) -> list[tuple[int, str]]:
    """Of these people: whose it is, and `platform:external_id`."""
    question = (
        select(*_ADDRESS)
        .join(Channel, col(Channel.id) == col(Identity.channel_id))
        .where(is_any(session, col(Identity.contact_id), contact_ids), _CALLED)
    )
    return [(who, f"{on}:{address}") for who, on, address in session.execute(question)]


def all_addresses(session: Session, after: int, limit: int) -> list[tuple[int, int, str]]:
    """Of everybody, behind an identity: its id, whose it is, and `platform:external_id`."""
    question = (
        select(col(Identity.id), *_ADDRESS)
        .join(Channel, col(Channel.id) == col(Identity.channel_id))
        .where(col(Identity.id) > after, _CALLED)
        .order_by(col(Identity.id))
        .limit(limit)
    )
    return [(row[0], row[1], f"{row[2]}:{row[3]}") for row in session.execute(question)]


def all_people(session: Session, after: int, limit: int) -> list[int]:
    """All contacts behind one, also those who were joined into another."""
    question = select(col(Contact.id)).where(
        col(Contact.id) > after, col(Contact.erased_at).is_(None)
    )
    return list(session.execute(question.order_by(col(Contact.id)).limit(limit)).scalars())


def page(session: Session, after: int, limit: int) -> list[Suppression]:
    """What stands for whole people, behind a row."""
    question = (
        select(Suppression)
        .where(col(Suppression.id) > after, col(Suppression.kind) == SuppressionKind.CONTACT.value)
        .order_by(col(Suppression.id))
        .limit(limit)
    )
    return list(session.scalars(question))
