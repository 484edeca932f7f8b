"""What a unit of work wants known once it is committed: a topic and the id of a row.

Signals carry no data. Whoever hears one looks into the database, so a lost
signal costs time and never a message. Notes are for the unit's own end, before its commit. Lines are
written beside the database behind the commit, before anybody is told of it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlmodel import Session


class Signal(NamedTuple):
    topic: str
    key: int


def signal(session: Session, topic: str, key: int) -> None:
    """Have `topic` announced for `key` after this unit's commit; never if it does not commit, nor
    if the savepoint behind which it was signalled is undone."""
    session.info.setdefault("signals", {})[Signal(topic, key)] = None


def collected(session: Session) -> list[Signal]:
    return list(session.info.get("signals", ()))


def note(session: Session, notes: Iterable[Any]) -> None:
    """Keep `notes` for what is done at the end of this unit; not if the savepoint behind which they
    were made is undone."""
    session.info.setdefault("notes", []).extend(notes)


def take_notes(session: Session) -> list[Any]:
    """All notes since they were taken last."""
    notes: list[Any] = session.info.get("notes", [])
    taken = notes[:]
    notes.clear()
    return taken


def write_beside(session: Session, lines: Iterable[bytes]) -> None:
    """Have `lines` written outside the database once this unit is committed; not if it does not commit,
    nor if the savepoint behind which they were given is undone."""
    session.info.setdefault("beside", []).extend(lines)


def written_beside(session: Session) -> list[bytes]:
    return list(session.info.get("beside", ()))


@contextmanager
def unsaid_if_undone(session: Session) -> Iterator[None]:
    """For a block behind a savepoint: when it raises, nothing that it signalled is announced, and
    nothing that it noted or would have written beside the database is left."""
    before = len(session.info.get("signals", ()))
    noted = len(session.info.get("notes", ()))
    written = len(session.info.get("beside", ()))
    try:
        yield
    except BaseException:
        signals = session.info.get("signals", {})
        while len(signals) > before:
            signals.popitem()
        del session.info.get("notes", [])[noted:]
        del session.info.get("beside", [])[written:]
        raise
