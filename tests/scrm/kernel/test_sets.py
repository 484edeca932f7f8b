"""Sets in one parameter, on both databases, full and empty."""

import pytest
from sqlmodel import Session, col, select

from scrm.contacts.tables import Contact
from scrm.kernel.columns import micros
from scrm.kernel.database import Database
from scrm.kernel.ids import new_id
from scrm.kernel.sets import insert_rows, is_any, table_of, update_rows
from tests.support.clock import NOON

COLUMNS = ("id", "name", "locale", "first_seen")


@pytest.fixture
async def ids(database: Database) -> list[int]:
    made = [new_id() for _ in range(3)]
    rows = [(one, f"person {n}", "", micros(NOON)) for n, one in enumerate(made)]
    await database.write(lambda s: insert_rows(s, table_of(Contact), COLUMNS, rows))
    return made


async def test_numbers_are_found(database: Database, ids: list[int]) -> None:
    def look(session: Session) -> list[str]:
        wanted = is_any(session, col(Contact.id), ids[:2])
        return sorted(session.exec(select(Contact.name).where(wanted)))

    assert await database.read(look) == ["person 0", "person 1"]


async def test_texts_are_found(database: Database, ids: list[int]) -> None:
    def look(session: Session) -> list[int]:
        wanted = is_any(session, col(Contact.name), ["person 2", "nobody", "it's", "%"])
        return list(session.exec(select(Contact.id).where(wanted)))

    assert await database.read(look) == [ids[2]]


@pytest.mark.parametrize("column", ["id", "name"])
async def test_nothing_is_found_among_nothing(
    column: str, database: Database, ids: list[int]
) -> None:
    def look(session: Session) -> list[str]:
        wanted = is_any(session, col(getattr(Contact, column)), [])
        return list(session.exec(select(Contact.name).where(wanted)))

    assert await database.read(look) == []


async def test_rows_are_changed_by_id(database: Database, ids: list[int]) -> None:
    rows = [("one", "en", ids[0]), ("two", "zh", ids[1])]
    await database.write(lambda s: update_rows(s, table_of(Contact), ("name", "locale"), rows))
    names = await database.read(lambda s: sorted(s.exec(select(Contact.name))))
    assert names == ["one", "person 2", "two"]


async def test_no_rows_are_no_statement(database: Database) -> None:
    await database.write(lambda s: insert_rows(s, table_of(Contact), COLUMNS, []))
    await database.write(lambda s: update_rows(s, table_of(Contact), ("name",), []))
