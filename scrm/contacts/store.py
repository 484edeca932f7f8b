"""SQL about contacts and identities."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, select, update
from sqlmodel import Session, col

from scrm.channels.values import Person
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.values import Known
from scrm.kernel.columns import Instant, from_micros, micros
from scrm.kernel.ids import new_ids
from scrm.kernel.rows import insert_rows, update_rows
from scrm.kernel.sets import SetQuery, table_of

_CONTACT = ("id", "name", "locale", "first_seen")
_IDENTITY = (
    "id",
    "channel_id",
    "external_id",
    "contact_id",
    "display",
    "username",
    "last_inbound_at",
)


class Row(NamedTuple):
    """What is kept of an address that we know."""

    external_id: str
    identity_id: int
    contact_id: int
    display: str
    username: str
    name: str
    unreachable_since: datetime | None
    last_inbound_at: datetime | None


_NAME = (  # a join would lose the row of whoever is joined while we wait for it
    select(col(Contact.name)).where(col(Contact.id) == col(Identity.contact_id)).scalar_subquery()
)
_KNOWN = SetQuery(
    lambda any_of: (
        select(
            col(Identity.external_id),
            col(Identity.id),
            col(Identity.contact_id),
            col(Identity.display),
            col(Identity.username),
            _NAME,
            col(Identity.unreachable_since),
            col(Identity.last_inbound_at),
        )
        .where(
            any_of(col(Identity.external_id)), col(Identity.channel_id) == bindparam("channel_id")
        )
        .order_by(col(Identity.id))
        .with_for_update(key_share=True)
    ),
    str,
)


def known(session: Session, channel_id: int, addresses: Iterable[str]) -> list[Row]:
    """The addresses that exist; the others are missing from the answer. They are held until the
    commit, so that no joining moves them to another contact meanwhile."""
    found = _KNOWN.rows(session, addresses, channel_id=channel_id)
    return [Row._make((*row[:6], _time(row[6]), _time(row[7]))) for row in found]


def _time(value: int | None) -> datetime | None:
    return None if value is None else from_micros(value)


def create(
    session: Session,
    channel_id: int,
    people: Sequence[tuple[Person, datetime]],
    *,
    has_written: bool = True,
) -> dict[str, Known]:
    """A contact and an identity for each person; raises IntegrityError where one exists already."""
    made: dict[str, Known] = {}
    contacts, identities = [], []
    ids = iter(new_ids(2 * len(people)))
    for person, at in people:
        contact_id, identity_id, seen = next(ids), next(ids), micros(at)
        wrote = seen if has_written else None
        name = person.name or person.username
        contacts.append((contact_id, name, person.locale, seen))
        identities.append(
            (identity_id, channel_id, person.external_id, contact_id, *_names(person), wrote)
        )
        made[person.external_id] = Known(identity_id, contact_id, name, is_new=True)
    insert_rows(session, table_of(Contact), _CONTACT, contacts)
    insert_rows(session, table_of(Identity), _IDENTITY, identities)
    return made


def _names(person: Person) -> tuple[str, str]:
    return person.name, person.username


def saw(session: Session, seen: Sequence[tuple[int, datetime]]) -> None:
    """Note per identity when it last wrote."""
    rows = [(micros(at), identity_id) for identity_id, at in seen]
    update_rows(session, table_of(Identity), ("last_inbound_at",), rows)


def saw_since(session: Session, seen: Sequence[tuple[int, datetime]]) -> None:
    """Note per identity when it last wrote, where no later time is known."""
    last, at = col(Identity.last_inbound_at), bindparam("at", type_=Instant())
    statement = (
        update(table_of(Identity))
        .where(col(Identity.id) == bindparam("identity"))
        .values(last_inbound_at=case((last > at, last), else_=at))
    )
    rows = [{"identity": identity_id, "at": moment} for identity_id, moment in seen]
    if rows:
        session.connection().execute(statement, rows)


def rename(session: Session, identity_id: int, person: Person) -> None:
    session.execute(
        update(Identity)
        .where(col(Identity.id) == identity_id)
        .values(display=person.name, username=person.username)
    )


def set_reachable(
    session: Session, identity_id: int, *, since: datetime | None, reason: str
) -> bool:
    """Note that an identity can (`since` None) or can't be reached; False where nothing changed."""
    changed = session.execute(
        update(Identity)
        .where(col(Identity.id) == identity_id)
        .where(
            col(Identity.unreachable_since).is_not(None)
            if since is None
            else col(Identity.unreachable_since).is_(None)
        )
        .values(unreachable_since=since, unreachable_reason=reason)
        .returning(col(Identity.id))
    )
    return changed.first() is not None
