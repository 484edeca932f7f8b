"""What a unit of work wants known once it is committed: a topic and the id of a row.

Signals carry no data. Whoever hears one looks into the database, so a lost
signal costs time and never a message.
"""

from typing import NamedTuple

from sqlmodel import Session


class Signal(NamedTuple):
    topic: str
    key: int


def signal(session: Session, topic: str, key: int) -> None:
    """Have `topic` announced for `key` after this unit's commit; never if it does not commit."""
    session.info.setdefault("signals", {})[Signal(topic, key)] = None


def collected(session: Session) -> list[Signal]:
    return list(session.info.get("signals", ()))
