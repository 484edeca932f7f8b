"""Deleting so that the file does not hold on to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session


@contextmanager
def shredding(session: Session) -> Iterator[None]:
    """What the block deletes is overwritten where it lay. SQLite only unlinks it otherwise, which
    costs less and is what everything else is deleted by; PostgreSQL does it when it vacuums."""
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    try:
        yield
        session.flush()
    finally:
        connection.exec_driver_sql("PRAGMA secure_delete = OFF")
