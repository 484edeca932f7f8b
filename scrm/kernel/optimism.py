"""The first try of a unit of work goes without savepoints.

SQLite copies each page that is changed behind one, which in a batch of messages is a tenth of all
that it costs; and next to nothing ever fails. What fails behind a savepoint that was not set undoes
the whole unit, which its writer then does again with savepoints.
"""

from asyncio import CancelledError
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from scrm.kernel.sets import execute
from scrm.kernel.signals import unsaid_if_undone

_NAME = "optimistic"


class UndoneWhole(BaseException):
    """What failed behind a savepoint that was not set. Not an Exception: whoever deals with a
    failure behind a savepoint could not deal with this."""


def be_optimistic(session: Session) -> None:
    """`session` is of a unit that can be done again from its beginning."""
    session.info[_NAME] = True


def expect_failure(session: Session) -> None:
    """From here on the unit sets its savepoints: where it does again what has failed before, or one by
    one what could not be done together."""
    session.info.pop(_NAME, None)


def is_optimistic(session: Session) -> bool:
    return _NAME in session.info


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """Undo what the block wrote and signalled when it raises; objects that the session knew are
    forgotten then. In an optimistic unit nothing is set, and the whole of it is undone."""
    if is_optimistic(session):
        with _without(session):
            yield
        return
    execute(session, "SAVEPOINT in_sets")
    try:
        with unsaid_if_undone(session):
            yield
            session.flush()
    except BaseException:
        execute(session, "ROLLBACK TO SAVEPOINT in_sets")
        # or it would stay, and be what an outer block of the same name goes back to
        execute(session, "RELEASE SAVEPOINT in_sets")
        session.expunge_all()
        raise
    execute(session, "RELEASE SAVEPOINT in_sets")


@contextmanager
def _without(session: Session) -> Iterator[None]:
    try:
        yield
        session.flush()
    except (Exception, CancelledError) as error:
        raise UndoneWhole from error
