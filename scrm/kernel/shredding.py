"""Deleting so that the file does not hold on to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

_MODES = {0: "OFF", 1: "ON", 2: "FAST"}


@contextmanager
def shredding(session: Session) -> Iterator[None]:
    """What the block deletes is overwritten where it lay. Whether SQLite does so by itself is up to
    whoever built it, for it costs writes; PostgreSQL does it when it vacuums."""
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    connection = session.connection()
    before = connection.exec_driver_sql("PRAGMA secure_delete").scalar_one()
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    try:
        yield
        session.flush()
    finally:
        connection.exec_driver_sql(f"PRAGMA secure_delete = {_MODES[before]}")
