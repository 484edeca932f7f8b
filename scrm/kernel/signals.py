"""What a unit of work wants known once it is committed: a topic and the id of a row.

Signals carry no data. Whoever hears one looks into the database, so a lost
signal costs time and never a message.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

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


@contextmanager
def unsaid_if_undone(session: Session) -> Iterator[None]:
    """For a block behind a savepoint: when it raises, nothing that it signalled is announced."""
    before = len(session.info.get("signals", ()))
    try:
        yield
    except BaseException:
        signals = session.info.get("signals", {})
        while len(signals) > before:
            signals.popitem()
        raise
