"""SQL of keys, and of who somebody outside may mean."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, delete, literal_column
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from scrm.behaviour.tables import ToldEvent
from scrm.behaviour.values import Home, Taken
from scrm.contacts.tables import Contact, ContactPoint, Identity
from scrm.journal.tables import Event
from scrm.kernel.sets import insert_for, is_any

_PROVEN: ColumnElement[bool] = literal_column("verified_by <> ''")  # for the partial index


def of_contacts(session: Session, contact_ids: Collection[int]) -> dict[int, Home]:
    """Who these turned out to be; who was erased is nobody."""
    question = select(Contact.id, Contact.joined_into).where(
        is_any(session, col(Contact.id), contact_ids), col(Contact.erased_at).is_(None)
    )
    return {one: Home(into or one, {"home_id": str(one)}) for one, into in session.exec(question)}


def of_addresses(
    session: Session, addresses: Collection[tuple[int, str]]
) -> dict[tuple[int, str], Home]:
    """By channel and address on it."""
    question = select(
        Identity.id, Identity.channel_id, Identity.external_id, Identity.contact_id
    ).where(
        is_any(session, col(Identity.external_id), {one for _, one in addresses}),
        is_any(session, col(Identity.channel_id), {channel_id for channel_id, _ in addresses}),
    )
    return {
        (channel_id, external_id): Home(
            contact_id, {"identity_id": str(identity_id), "channel_id": str(channel_id)}
        )
        for identity_id, channel_id, external_id, contact_id in session.exec(question)
    }


def of_points(session: Session, kind: str, values: Collection[str]) -> dict[str, Home]:
    """Of whom they are proven; what somebody only claims is nobody's."""
    question = select(ContactPoint.value, ContactPoint.contact_id, ContactPoint.home_id).where(
        col(ContactPoint.kind) == kind, is_any(session, col(ContactPoint.value), values), _PROVEN
    )
    return {
        value: Home(contact_id, {"home_id": str(home_id or contact_id)})
        for value, contact_id, home_id in session.exec(question)
    }


def claim(session: Session, wanted: Sequence[tuple[str, int, str]]) -> set[str]:
    """Take keys for events that are about to be recorded, each with its fingerprint and none twice;
    which of them were free. In the order of the keys two who claim the same wait for each other, and
    not crosswise."""
    made = session.execute(
        insert_for(session, ToldEvent)
        .values(
            [
                {"key": key, "event_id": event_id, "fingerprint": fingerprint}
                for key, event_id, fingerprint in sorted(wanted)
            ]
        )
        .on_conflict_do_nothing()
        .returning(col(ToldEvent.key))
    )
    return set(made.scalars())


def taken(session: Session, keys: Collection[str]) -> dict[str, Taken]:
    """By which events keys are taken."""
    question = (
        select_columns(
            col(ToldEvent.key),
            col(Event.id),
            col(Event.kind),
            col(Event.contact_id),
            col(Event.at),
            col(Event.recorded_at),
            col(ToldEvent.fingerprint),
        )
        .join(Event, col(Event.id) == col(ToldEvent.event_id))
        .where(is_any(session, col(ToldEvent.key), keys))
    )
    return {key: Taken(*rest) for key, *rest in session.execute(question)}


def forget(session: Session, contact_ids: Collection[int]) -> None:
    """By which keys their events were told; before the events themselves."""
    theirs = select(Event.id).where(is_any(session, col(Event.contact_id), contact_ids))
    session.execute(
        delete(ToldEvent)
        .where(col(ToldEvent.event_id).in_(theirs))
        .execution_options(synchronize_session=False)
    )
