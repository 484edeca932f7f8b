"""SQL about what people allow."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Text, bindparam, delete
from sqlmodel import Session, col, select

from scrm.consent.basis.policy import Act
from scrm.consent.basis.tables import Consent
from scrm.consent.basis.values import ConsentState
from scrm.consent.tables import Suppression
from scrm.consent.values import SuppressionKind
from scrm.contacts.tables import Contact
from scrm.kernel.sets import SetQuery, is_any

_OWN = SetQuery(
    lambda any_of: (
        select(Consent.contact_id, Consent.contact_id, Consent.channel_id, Consent.state)
        .where(
            any_of(col(Consent.contact_id)),
            col(Consent.purpose) == bindparam("purpose", type_=Text()),
        )
        .order_by(col(Consent.id))
    ),
    int,
)
_JOINED = SetQuery(
    lambda any_of: (
        select(Contact.joined_into, Consent.contact_id, Consent.channel_id, Consent.state)
        .join(Consent, col(Consent.contact_id) == col(Contact.id))
        .where(
            any_of(col(Contact.joined_into)),
            col(Contact.joined_into).is_not(None),
            col(Consent.purpose) == bindparam("purpose", type_=Text()),
        )
        .order_by(col(Consent.id))
    ),
    int,
)
"""Of whoever was joined into these."""


def acts(session: Session, contact_ids: Collection[int], purpose: str) -> dict[int, list[Act]]:
    """In their order, by the person whose they are now; only of those who said something."""
    found: defaultdict[int, list[Act]] = defaultdict(list)
    for question in (_OWN, _JOINED):
        for row in question.rows(session, contact_ids, purpose=purpose):
            found[row[0]].append(Act(*row[1:]))
    return found


def of_person(session: Session, contact_id: int) -> list[Consent]:
    """All acts of a person and of whoever was joined into them, the newest first."""
    joined = select(Contact.id).where(col(Contact.joined_into) == contact_id)
    question = select(Consent).where(
        (col(Consent.contact_id) == contact_id) | col(Consent.contact_id).in_(joined)
    )
    return list(session.exec(question.order_by(col(Consent.id).desc()).limit(200)))


def suppressions(session: Session, contact_id: int) -> list[Suppression]:
    """Of each thing that a person has ended, all rows that say so, the earliest first."""
    question = select(Suppression).where(col(Suppression.contact_id) == contact_id)
    return list(session.exec(question.order_by(col(Suppression.effective_at), col(Suppression.id))))


def everybody(session: Session, contact_id: int) -> list[int]:
    """This person, and whoever was joined into them."""
    joined = select(Contact.id).where(col(Contact.joined_into) == contact_id)
    return [contact_id, *session.exec(joined)]


def of_others(
    session: Session, contact_ids: Collection[int], purpose: str, keys: Collection[str]
) -> list[Suppression]:
    """What stands under these keys and is somebody else's."""
    question = select(Suppression).where(
        is_any(session, col(Suppression.key), keys),
        col(Suppression.kind) == SuppressionKind.CONTACT,
        col(Suppression.purpose) == purpose,
        col(Suppression.contact_id).is_not(None),
    )
    return [one for one in session.exec(question) if one.contact_id not in contact_ids]


def drop_suppressions(
    session: Session, contact_ids: Collection[int], purpose: str, keys: Collection[str]
) -> list[str]:
    """Of these people, and under these keys; returns the keys of those that went."""
    gone = session.execute(
        delete(Suppression)
        .where(
            is_any(session, col(Suppression.contact_id), contact_ids)
            | is_any(session, col(Suppression.key), keys),
            col(Suppression.purpose) == purpose,
        )
        .returning(col(Suppression.key))
        .execution_options(synchronize_session=False)
    )
    return list(gone.scalars())


def forget(session: Session, contact_ids: Iterable[int]) -> None:
    session.execute(
        delete(Consent)
        .where(is_any(session, col(Consent.contact_id), contact_ids))
        .execution_options(synchronize_session=False)
    )


def granted(session: Session, contact_ids: Iterable[int], purpose: str) -> dict[int, datetime]:
    """When each of these people last agreed to it; nobody can while it is ended."""
    question = (
        select(Consent.contact_id, Consent.at)
        .where(
            is_any(session, col(Consent.contact_id), contact_ids),
            col(Consent.purpose) == purpose,
            col(Consent.state) == ConsentState.GRANTED,
        )
        .order_by(col(Consent.id))
    )
    return dict(session.exec(question).all())
