"""What asks too much of the database is stopped, and its session goes on."""

import time

import pytest
from sqlalchemy import text
from sqlmodel import Session

from scrm.kernel.database import Database
from scrm.kernel.deadlines import at_most
from scrm.kernel.sets import execute

ENDLESS = (
    "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number) "
    "SELECT count(*) FROM number"
)
ONE = text("SELECT 1")


async def test_one_long_statement_is_stopped_and_the_session_goes_on(database: Database) -> None:
    def work(session: Session) -> int:
        with pytest.raises(TimeoutError), at_most(session, 0.05):
            session.execute(text(ENDLESS))
        return int(session.execute(ONE).scalar_one())

    began = time.monotonic()
    assert await database.read(work) == 1
    assert time.monotonic() - began < 5


async def test_many_short_statements_are_stopped_too(database: Database) -> None:
    def work(session: Session) -> int:
        asked = [0]
        with pytest.raises(TimeoutError), at_most(session, 0.05):
            _ask_on_and_on(session, asked)
        session.execute(ONE)
        return asked[0]

    assert await database.read(work) < 1_000_000


async def test_many_short_statements_that_go_to_the_driver_are_stopped_too(
    database: Database,
) -> None:
    def work(session: Session) -> int:
        asked = [0]
        with pytest.raises(TimeoutError), at_most(session, 0.05):
            _drive_on_and_on(session, asked)
        execute(session, "SELECT 1")
        return asked[0]

    assert await database.read(work) < 1_000_000


def _drive_on_and_on(session: Session, asked: list[int]) -> None:
    while asked[0] < 1_000_000:
        execute(session, "SELECT 1")
        asked[0] += 1


def _ask_on_and_on(session: Session, asked: list[int]) -> None:
    while asked[0] < 1_000_000:
        session.execute(ONE)
        asked[0] += 1


async def test_what_is_quick_enough_is_answered_and_leaves_no_limit_behind(
    database: Database,
) -> None:
    long_enough = {
        "sqlite": "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number "
        "WHERE n < 8000000) SELECT count(*) > 0 FROM number",
        "postgresql": "SELECT count(*) > 0 FROM generate_series(1, 3), pg_sleep(0.7)",
    }

    def work(session: Session) -> bool:
        with at_most(session, 0.5):
            session.execute(ONE)
        return bool(
            session.execute(text(long_enough[session.get_bind().dialect.name])).scalar_one()
        )

    assert await database.read(work)


async def test_another_error_stays_what_it_is(database: Database) -> None:
    def work(session: Session) -> None:
        with at_most(session, 5):
            session.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(Exception, match="nowhere"):
        await database.read(work)
