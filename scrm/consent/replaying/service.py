"""Verbs of replaying: what the ledger says and the database does not know, put in force again."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from scrm.consent import store as suppressions
from scrm.consent.basis import store as basis
from scrm.consent.ledger import policy, service
from scrm.consent.ledger.values import Line, Restored
from scrm.consent.tables import Suppression
from scrm.consent.values import SuppressionKind
from scrm.contacts.reading import service as contacts
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.signals import signal

Hashed = Callable[[str], str]
Whose = Mapping[str, int]
"""Contacts by the hashes of their addresses and of their own."""


def put_in_force(
    session: Session, lines: Sequence[Line], whose: Whose, hashed: Hashed, now: datetime
) -> Restored:
    """Whoever ended something has ended it, under each of their keys; whom nobody knows here has when
    they are met. Who agreed again after it is left in peace: the ledger missed that."""
    people = _people(session, lines, whose)
    ended = _ended(session, people)
    lines, over = _still_meant(session, lines, whose)
    service.note_lifted(session, [(one.key, one.purpose) for one in over])
    rows = [row for one in lines for row in _rows(one, whose, people, hashed, now)]
    added = [row for row in rows if suppressions.add(session, row)]
    service.note_ended(session, added, hashed)
    new = {
        (row.contact_id, row.purpose): row
        for row in rows
        if row.contact_id and (row.contact_id, row.purpose) not in ended
    }
    _tell(session, new.values(), now)
    strangers = sum(not any(key in whose for key in (one.key, *one.also)) for one in lines)
    return Restored(len({who for who, _ in new}), strangers)


def _people(session: Session, lines: Iterable[Line], whose: Whose) -> dict[int, int]:
    """Who each contact turned out to be."""
    found = {whose[key] for one in lines for key in (one.key, *one.also) if key in whose}
    return contacts.turned_out(session, found)


def _ended(session: Session, people: Mapping[int, int]) -> set[tuple[int | None, str]]:
    standing = suppressions.of_people(session, {*people, *people.values()})
    return {(one.contact_id, one.purpose) for one in standing}


def _still_meant(
    session: Session, lines: Sequence[Line], whose: Whose
) -> tuple[list[Line], list[Line]]:
    """Those that nobody took back behind the ledger's back, and the others."""
    meant: list[Line] = []
    over: list[Line] = []
    for purpose in {one.purpose for one in lines}:
        mine = [one for one in lines if one.purpose == purpose]
        known = {whose[key] for one in mine for key in (one.key, *one.also) if key in whose}
        agreed = basis.granted(session, known, purpose)
        for one in mine:
            again = [agreed.get(whose[key]) for key in (one.key, *one.also) if key in whose]
            is_over = any(at is not None and policy.is_over(one, at) for at in again)
            (over if is_over else meant).append(one)
    return meant, over


def _rows(
    line: Line, whose: Whose, people: Mapping[int, int], hashed: Hashed, now: datetime
) -> list[Suppression]:
    subjects: dict[str, int | None] = {key: whose.get(key) for key in (line.key, *line.also)}
    known = {one for one in subjects.values() if one is not None}
    for one in known | {people[who] for who in known}:  # under whatever else this key stands
        subjects.setdefault(hashed(f"contact:{one}"), one)
    return [
        Suppression(
            kind=SuppressionKind.CONTACT,
            key=key,
            contact_id=who,
            purpose=line.purpose,
            why=line.why,
            evidence={"restored_at": now.isoformat().replace("+00:00", "Z")},
            effective_at=line.at or now,
        )
        for key, who in subjects.items()
    ]


def _tell(session: Session, rows: Collection[Suppression], now: datetime) -> None:
    session.flush()
    facts = []
    for one in rows:
        assert one.contact_id is not None  # noqa: S101 - only of whom somebody knows
        data = {"purpose": one.purpose, "how": one.why, "restored": True}
        facts.append(Fact("consent.withdrawn", one.contact_id, one.effective_at, data))
        signal(session, "contact", one.contact_id)
    journal.record(session, facts, now)
