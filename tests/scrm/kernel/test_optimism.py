"""The first try of a unit sets no savepoints; what fails then is done again with them."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from scrm.kernel.database import Database
from scrm.kernel.optimism import UndoneWhole, expect_failure, savepoint
from scrm.kernel.sets import execute
from scrm.kernel.signals import Signal, signal

FAILED = "JSONDecodeError"


class Notebook:
    """A unit that writes before, behind and after a savepoint, of which the block may fail."""

    def __init__(self, says: str = "{}") -> None:
        self.says = says
        self.tries = 0

    def __call__(self, session: Session) -> str:
        self.tries += 1
        execute(session, "INSERT INTO noted (word) VALUES ('before')")
        found = ""
        try:
            with savepoint(session):
                execute(session, "INSERT INTO noted (word) VALUES ('behind')")
                signal(session, "behind", 1)
                json.loads(self.says)
        except ValueError as error:
            found = type(error).__name__
        execute(session, "INSERT INTO noted (word) VALUES ('after')")
        signal(session, "after", 1)
        return found


@pytest.fixture
async def noted(database: Database) -> Database:
    await database.write(lambda s: s.execute(text("CREATE TABLE noted (word TEXT)")))
    return database


async def _words(database: Database) -> list[str]:
    return await database.read(
        lambda s: sorted(s.execute(text("SELECT word FROM noted")).scalars().all())
    )


async def test_what_fails_is_done_again_with_savepoints(noted: Database) -> None:
    heard: list[Signal] = []
    noted.listen(heard.extend)
    unit = Notebook("no")
    assert await noted.write(unit) == FAILED
    assert unit.tries == 2
    assert await _words(noted) == ["after", "before"]
    assert heard == [Signal("after", 1)]


async def test_what_goes_well_is_done_once_and_sets_none(
    noted: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def heard(session: Session, sql: str) -> list[Any]:
        said.append(sql)
        return execute(session, sql)

    monkeypatch.setattr("scrm.kernel.optimism.execute", heard)
    unit = Notebook()
    assert await noted.write(unit) == ""
    assert unit.tries == 1
    assert await _words(noted) == ["after", "before", "behind"]
    assert said == []


async def test_one_that_expects_failure_is_done_once(noted: Database) -> None:
    unit = Notebook("no")

    def careful(session: Session) -> str:
        expect_failure(session)
        return unit(session)

    assert await noted.write(careful) == FAILED
    assert unit.tries == 1
    assert await _words(noted) == ["after", "before"]


async def test_those_of_one_commit_do_not_notice(noted: Database) -> None:
    units = [Notebook(), Notebook("no"), Notebook()]
    held = noted.write(lambda s: s.execute(text("SELECT 1")).scalar_one())
    answers = [noted.write(unit) for unit in units]
    assert (await asyncio.gather(held, *answers))[1:] == ["", FAILED, ""]
    assert await _words(noted) == [*["after"] * 3, *["before"] * 3, *["behind"] * 2]


async def test_nobody_ever_sees_how_it_is_undone(noted: Database) -> None:
    """What a unit does not deal with itself comes out as what it was."""

    def fail(session: Session) -> None:
        with savepoint(session):
            raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        await noted.write(fail)
    assert not issubclass(UndoneWhole, Exception)
