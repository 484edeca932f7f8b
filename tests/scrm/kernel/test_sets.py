"""Sets in one parameter, on both databases, full and empty."""

from contextlib import suppress

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from scrm.contacts.tables import Contact
from scrm.kernel.columns import micros
from scrm.kernel.database import Database
from scrm.kernel.ids import new_id
from scrm.kernel.optimism import savepoint
from scrm.kernel.rows import insert_rows, update_rows
from scrm.kernel.sets import is_any, table_of
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


@pytest.mark.parametrize("count", [1, 7, 8, 9, 63, 64, 65, 73, 137])
async def test_each_row_is_inserted_once_however_many_there_are(
    count: int, database: Database
) -> None:
    rows = [(new_id(), f"person {n}", "", micros(NOON)) for n in range(count)]
    await database.write(lambda s: insert_rows(s, table_of(Contact), COLUMNS, rows))
    found = select(Contact.id, Contact.name).order_by(col(Contact.id))
    kept = await database.read(lambda s: [tuple(row) for row in s.exec(found)])
    assert kept == [row[:2] for row in rows]


async def test_a_row_that_is_there_already_is_told_whatever_its_place(database: Database) -> None:
    rows = [(new_id(), f"person {n}", "", micros(NOON)) for n in range(73)]
    for place in (0, 40, 66, 72):
        twice = [*rows[:place], rows[place - 1], *rows[place + 1 :]]
        with pytest.raises(IntegrityError):
            await database.write(
                lambda s, twice=twice: insert_rows(s, table_of(Contact), COLUMNS, twice)  # type: ignore[misc]
            )


async def test_no_rows_are_no_statement(database: Database) -> None:
    await database.write(lambda s: insert_rows(s, table_of(Contact), COLUMNS, []))
    await database.write(lambda s: update_rows(s, table_of(Contact), ("name",), []))


async def test_what_an_outer_block_wrote_is_undone_with_it_though_an_inner_one_was_before(
    database: Database,
) -> None:
    def row(name: str) -> list[tuple[int, str, str, int]]:
        return [(new_id(), name, "", micros(NOON))]

    def work(session: Session) -> list[str]:
        table = table_of(Contact)
        with suppress(ValueError), savepoint(session):
            insert_rows(session, table, COLUMNS, row("outer"))
            with savepoint(session):
                insert_rows(session, table, COLUMNS, row("inner"))
                raise ValueError
        return list(session.exec(select(Contact.name)))

    assert await database.write(work) == []
