"""A limit to how long a unit of work may keep the database busy."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session

from scrm.kernel.sets import OVER

STEPS = 2_000
"""How many of SQLite's instructions pass between two looks at the clock: well under 1 ms."""
_CANCELLED = "57014"


@contextmanager
def at_most(session: Session, seconds: float) -> Iterator[None]:
    """Raises TimeoutError where what the block asks of the database takes longer. The session can
    be used on afterwards; what the block wrote is undone on PostgreSQL, so let it only read."""
    deadline = time.monotonic() + seconds

    def over() -> bool:
        return time.monotonic() > deadline

    sqlite = session.get_bind().dialect.name == "sqlite"
    bounded = _interrupting(session, over) if sqlite else _cancelling(session, seconds)
    with bounded, _between_statements(session, over):
        yield


@contextmanager
def _between_statements(session: Session, over: Callable[[], bool]) -> Iterator[None]:
    """Many short statements are as long as one."""

    def look(_statement: ORMExecuteState) -> None:
        if over():
            raise TimeoutError

    event.listen(session, "do_orm_execute", look)
    session.info[OVER] = over  # for what goes to the driver, behind the session's back
    try:
        yield
    finally:
        del session.info[OVER]
        event.remove(session, "do_orm_execute", look)


@contextmanager
def _interrupting(session: Session, over: Callable[[], bool]) -> Iterator[None]:
    driver: Any = session.connection().connection.driver_connection
    driver.set_progress_handler(over, STEPS)
    try:
        yield
    except DBAPIError as error:
        if "interrupted" in str(error.orig):
            raise TimeoutError from error
        raise
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def _cancelling(session: Session, seconds: float) -> Iterator[None]:
    """The limit is set behind a savepoint, so that a statement that is cancelled takes only the
    block's own work along."""
    usual = session.execute(text("SHOW statement_timeout")).scalar_one()
    try:
        with session.begin_nested():
            _limit(session, f"{max(1, round(seconds * 1000))}")
            yield
            _limit(session, usual)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _CANCELLED:
            raise TimeoutError from error
        raise


def _limit(session: Session, value: str) -> None:
    session.execute(text("SELECT set_config('statement_timeout', :value, true)"), {"value": value})
