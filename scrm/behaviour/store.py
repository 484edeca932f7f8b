"""SQL of keys, and of who somebody outside may mean."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlmodel import Session, col, select

from scrm.behaviour.tables import ToldEvent
from scrm.behaviour.values import Home
from scrm.contacts.tables import Contact, ContactPoint, Identity
from scrm.journal.tables import Event
from scrm.kernel.sets import insert_for, is_any


def of_contact(session: Session, contact_id: int) -> Home | None:
    found = session.get(Contact, contact_id, populate_existing=True)
    if found is None or found.erased_at is not None:
        return None
    return Home(found.joined_into or found.id, {"home_id": str(found.id)})


def of_address(session: Session, channel_id: int, external_id: str) -> Home | None:
    question = select(Identity.id, Identity.contact_id).where(
        col(Identity.channel_id) == channel_id, col(Identity.external_id) == external_id
    )
    found = session.exec(question).first()
    if found is None:
        return None
    return Home(found[1], {"identity_id": str(found[0]), "channel_id": str(channel_id)})


def of_point(session: Session, kind: str, value: str) -> Home | None:
    """Of whom it is proven; what somebody only claims is nobody's."""
    question = select(ContactPoint.contact_id, ContactPoint.home_id).where(
        col(ContactPoint.kind) == kind,
        col(ContactPoint.value) == value,
        col(ContactPoint.verified_by) != "",
    )
    found = session.exec(question).first()
    return None if found is None else Home(found[0], {"home_id": str(found[1] or found[0])})


def claim(session: Session, key: str, event_id: int, fingerprint: str) -> ToldEvent | None:
    """Take a key for an event that is about to be recorded; or by which event it is taken."""
    made = session.execute(
        insert_for(session, ToldEvent)
        .values(event_id=event_id, key=key, fingerprint=fingerprint)
        .on_conflict_do_nothing()
        .returning(col(ToldEvent.event_id))
    )
    if made.first() is not None:
        return None
    return session.exec(select(ToldEvent).where(col(ToldEvent.key) == key)).one()


def event(session: Session, event_id: int) -> Event:
    return session.get_one(Event, event_id)


def forget(session: Session, contact_ids: Collection[int]) -> None:
    """By which keys their events were told; before the events themselves."""
    theirs = select(Event.id).where(is_any(session, col(Event.contact_id), contact_ids))
    session.execute(
        delete(ToldEvent)
        .where(col(ToldEvent.event_id).in_(theirs))
        .execution_options(synchronize_session=False)
    )
