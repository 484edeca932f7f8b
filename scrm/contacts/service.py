"""Verbs about people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.channels.values import Person, SubscriptionChanged
from scrm.contacts import policy, store
from scrm.contacts.search import store as search
from scrm.contacts.tables import Contact
from scrm.contacts.values import Known, Met
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.signals import signal
from scrm.kernel.text import clean


def resolve(
    session: Session, channel_id: int, seen: Sequence[tuple[Person, datetime]], now: datetime
) -> dict[str, Known]:
    """Who stands behind each address, by `external_id`; strangers become contacts.

    Records `contact.created`, and notes when each of them last wrote. Raises
    IntegrityError where another process makes the same person at this moment.
    """
    latest: dict[str, tuple[Person, datetime]] = {}
    for person, at in seen:
        if person.external_id not in latest or at >= latest[person.external_id][1]:
            latest[person.external_id] = (person, at)
    found = _recognise(session, channel_id, latest)
    strangers = [entry for address, entry in latest.items() if address not in found]
    made = store.create(session, channel_id, strangers)
    journal.record(
        session,
        [
            Fact("contact.created", made[person.external_id].contact_id, at, _of(channel_id))
            for person, at in strangers
        ],
        now,
    )
    return found | made


def meet(
    session: Session, channel_id: int, people: Sequence[Met], now: datetime
) -> dict[str, Known]:
    """The people of imported history, by address; strangers become contacts. Times already
    known stay where they are later, so that an older export takes nothing back."""
    known = {
        row.external_id: _known(row)
        for row in store.known(session, channel_id, [one.address for one in people])
    }
    strangers = [one for one in people if one.address not in known]
    made = store.create(
        session, channel_id, [(Person(one.address, one.name), one.first) for one in strangers]
    )
    data = _of(channel_id)
    journal.record(
        session,
        [
            Fact("contact.created", made[one.address].contact_id, one.first, data)
            for one in strangers
        ],
        now,
    )
    whole = known | made
    store.saw_since(session, [(whole[one.address].identity_id, one.last) for one in people])
    return whole


def _of(channel_id: int) -> dict[str, Any]:
    return {"channel_id": str(channel_id)}


def _recognise(
    session: Session, channel_id: int, latest: dict[str, tuple[Person, datetime]]
) -> dict[str, Known]:
    found: dict[str, Known] = {}
    seen: list[tuple[int, datetime]] = []
    for row in store.known(session, channel_id, latest):
        person, at = latest[row.external_id]
        found[row.external_id] = known = _known(row)
        if row.last_inbound_at is None or at > row.last_inbound_at:
            seen.append((row.identity_id, at))
        if row.unreachable_since is not None and at > row.unreachable_since:
            mark_reachable(session, known, at, since=None)
        _note_name(session, row, person)
    store.saw(session, seen)
    return found


def _note_name(session: Session, row: store.Row, person: Person) -> None:
    if person.name and (person.name, person.username) != (row.display, row.username):
        store.rename(session, row.identity_id, person)
        search.note_renamed(session, row.contact_id)


def introduce(session: Session, channel_id: int, person: Person, now: datetime) -> Known:
    """Who stands behind an address that has said nothing: as `resolve`, and it notes no time at
    which they wrote."""
    row = next(iter(store.known(session, channel_id, [person.external_id])), None)
    if row is not None:
        _note_name(session, row, person)
        return _known(row)
    made = store.create(session, channel_id, [(person, now)], has_written=False)
    known = made[person.external_id]
    journal.record(session, [Fact("contact.created", known.contact_id, now, _of(channel_id))], now)
    return known


def _known(row: store.Row) -> Known:
    return Known(row.identity_id, row.contact_id, row.name)


def note_subscription(
    session: Session, channel_id: int, change: SubscriptionChanged, now: datetime
) -> Known | None:
    """The person blocked us or let us in again; returns the person where they are new to us."""
    address = change.person.external_id
    row = next(iter(store.known(session, channel_id, [address])), None)
    if row is not None:
        known = _known(row)
    else:
        if change.reachable:
            return None  # someone who lets us in and says nothing is nobody yet
        known = resolve(session, channel_id, [(change.person, change.at)], now)[address]
    mark_reachable(
        session, known, now, since=None if change.reachable else change.at, reason="blocked"
    )
    return known if known.is_new else None


def mark_reachable(
    session: Session, known: Known, now: datetime, *, since: datetime | None, reason: str = ""
) -> None:
    """Record `identity.blocked` or `identity.unblocked`, once per change."""
    if not store.set_reachable(
        session, known.identity_id, since=since, reason=reason if since else ""
    ):
        return
    kind = "identity.blocked" if since else "identity.unblocked"
    data = {"identity_id": str(known.identity_id), "reason": reason if since else ""}
    journal.record(session, [Fact(kind, known.contact_id, since or now, data)], now)
    signal(session, "contact", known.contact_id)


def create(session: Session, values: dict[str, Any], now: datetime) -> Contact:
    """A person who is known by name only; raises Invalid."""
    name = clean(str(values.get("name") or "")).strip()
    if not name:
        raise Invalid("name", "is missing")
    contact = Contact(name=name, first_seen=now)
    session.add(contact)
    session.flush()
    journal.record(session, [Fact("contact.created", contact.id, now)], now)
    change(session, contact, {key: value for key, value in values.items() if key != "name"}, now)
    return contact


def change(
    session: Session,
    contact: Contact,
    values: dict[str, Any],
    now: datetime,
    *,
    cause: str = "",
    depth: int = 0,
) -> None:
    """Set what is given, because of a fact where one is named; attributes are merged, and one set to
    None is removed. Raises Conflict where the contact is joined into another: what is known of the
    person is kept there; and NotFound where it was erased at this moment."""
    session.refresh(contact, with_for_update={"key_share": True})
    if contact.erased_at is not None:
        raise NotFound("contact", contact.id)
    if contact.joined_into is not None:
        raise Conflict("This contact is joined into another; change that one", code="joined_away")
    policy.require_good(values)
    if not values:
        return
    changed = dict(values)
    if "attributes" in changed:
        merged = contact.attributes | (changed["attributes"] or {})
        changed["attributes"] = {key: item for key, item in merged.items() if item is not None}
    for name, value in changed.items():
        setattr(contact, name, clean(value) if isinstance(value, str) else value)
    session.add(contact)
    session.flush()
    if "name" in values:
        search.note_renamed(session, contact.id)
    data = {"changed": sorted(values)}
    fact = Fact("contact.updated", contact.id, now, data, cause, depth)
    journal.record(session, [fact], now)
    signal(session, "contact", contact.id)
