"""Verbs of the ledger: what is ended, and what is lifted, is written beside the database in the commit
in which it becomes so, before anybody hears that it is."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from sqlmodel import Session

from scrm.consent.ledger import policy, store
from scrm.consent.ledger.values import Did, Line, Subject
from scrm.consent.tables import Suppression
from scrm.kernel.ids import made_at
from scrm.kernel.signals import write_beside

Hashed = Callable[[str], str]


def note_ended(session: Session, rows: Collection[Suppression], hashed: Hashed) -> None:
    """These came to be."""
    if rows:
        write_beside(session, lines_of(session, rows, hashed))


def note_unnamed(session: Session, rows: Iterable[Suppression]) -> None:
    """These say no more whose they were: the last word of each does not tell of other addresses."""
    write_beside(session, [policy.written(_line(one, ())) for one in rows])


def note_lifted(session: Session, subjects: Iterable[Subject]) -> None:
    """These are no more."""
    write_beside(session, [policy.written(Line(Did.LIFTED, *one)) for one in subjects])


def lines_of(session: Session, rows: Collection[Suppression], hashed: Hashed) -> list[bytes]:
    keys = _keys(session, {one.contact_id for one in rows if one.contact_id}, hashed)
    return [policy.written(_line(one, keys.get(one.contact_id or 0, ()))) for one in rows]


def _line(row: Suppression, keys: Iterable[str]) -> Line:
    also = tuple(key for key in keys if key != row.key)
    at, noted = row.effective_at, made_at(row.id)
    return Line(Did.ENDED, row.key, row.purpose, also, row.id, row.why, at, noted)


def _keys(session: Session, contact_ids: Collection[int], hashed: Hashed) -> dict[int, list[str]]:
    """By whose they are: the hashes of all their addresses, and of their contact."""
    found = defaultdict(list, {one: [hashed(f"contact:{one}")] for one in contact_ids})
    if contact_ids:
        for who, address in store.addresses(session, contact_ids):
            found[who].append(hashed(address))
    return found
