"""SQL about contact points and about what proves an identity."""

from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from scrm.contacts.tables import ContactPoint, Identity
from scrm.kernel.ids import new_id
from scrm.kernel.sets import insert_for


def has(session: Session, contact_id: int, kind: str, value: str) -> bool:
    """Whether a person is known by this point, proven or not."""
    question = select(ContactPoint.id).where(
        col(ContactPoint.contact_id) == contact_id,
        col(ContactPoint.kind) == kind,
        col(ContactPoint.value) == value,
    )
    return session.exec(question.limit(1)).first() is not None


def count(session: Session, contact_id: int) -> int:
    question = select(ContactPoint.id).where(col(ContactPoint.contact_id) == contact_id)
    return len(session.exec(question).all())


def add(session: Session, whose: Identity, kind: str, value: str, verified_by: str) -> bool:
    """It goes where the address goes that it came by. False where somebody has proven it already."""
    values = {
        "id": new_id(),
        "contact_id": whose.contact_id,
        "home_id": whose.home_id,
        "kind": kind,
        "value": value,
        "verified_by": verified_by,
    }
    added = session.execute(
        insert_for(session, ContactPoint)
        .values(values)
        .on_conflict_do_nothing()
        .returning(col(ContactPoint.id))
    )
    return added.first() is not None


def drop_claim(session: Session, whose: Identity, kind: str, value: str) -> None:
    """Of who has this address, and not of who was joined with them: a claim comes back with them."""
    home = func.coalesce(col(ContactPoint.home_id), col(ContactPoint.contact_id))
    session.execute(
        delete(ContactPoint).where(
            col(ContactPoint.contact_id) == whose.contact_id,
            home == (whose.home_id or whose.contact_id),
            col(ContactPoint.kind) == kind,
            col(ContactPoint.value) == value,
            col(ContactPoint.verified_by) == "",
        )
    )


def verify_identity(session: Session, identity_id: int, how: str, at: datetime) -> None:
    session.execute(
        update(Identity).where(col(Identity.id) == identity_id).values(verified=how, verified_at=at)
    )
