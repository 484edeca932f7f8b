"""Many rows written by few statements of a fixed text. Values pass no column type: times are
`micros()` and JSON is `plain()`."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Table
from sqlmodel import Session

from scrm.kernel.sets import execute, session_dialect

_IN_ONE_STATEMENT = (64, 8)
"""Rows for which there is a statement: it opens the table and its indexes once for all of them."""


def insert_rows(
    session: Session, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert `rows` of values in the order of `columns`. Unique keys raise IntegrityError and leave
    the rows before: whoever goes on undoes them, by a savepoint or with the unit."""
    dialect, done = session_dialect(session), 0
    for size in _IN_ONE_STATEMENT:
        sql = _insert_sql(dialect, table.name, columns, size)
        while len(rows) - done >= size:
            execute(session, sql, list(chain.from_iterable(rows[done : done + size])))
            done += size
    if done < len(rows):
        execute(session, _insert_sql(dialect, table.name, columns), rows[done:], many=True)


def insert_new(
    session: Session,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    key: str,
) -> set[int]:
    """As `insert_rows`, without what a unique `key` (columns, condition) knows already; the new ids."""
    new: set[int] = set()
    done = 0
    tail = f" ON CONFLICT {key} DO NOTHING RETURNING id"
    for size in (*_IN_ONE_STATEMENT, 1):
        sql = _insert_sql(session_dialect(session), table.name, columns, size, tail)
        while len(rows) - done >= size:
            values = list(chain.from_iterable(rows[done : done + size]))
            new.update(row[0] for row in execute(session, sql, values))
            done += size
    return new


def update_rows(
    session: Session, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Set `columns` by id: each row holds the new values and, last, the id."""
    if rows:
        execute(
            session, _update_sql(session_dialect(session), table.name, columns), rows, many=True
        )


@lru_cache
def _insert_sql(
    dialect: str, table: str, columns: tuple[str, ...], rows: int = 1, tail: str = ""
) -> str:
    values = ", ".join([f"({', '.join([_mark(dialect)] * len(columns))})"] * rows)
    # What fails is undone by whoever asked: SQLite need not keep the pages to undo it itself.
    insert = "INSERT OR FAIL" if dialect == "sqlite" else "INSERT"
    return f"{insert} INTO {table} ({', '.join(columns)}) VALUES {values}{tail}"


@lru_cache
def _update_sql(dialect: str, table: str, columns: tuple[str, ...]) -> str:
    mark = _mark(dialect)
    sets = ", ".join(f"{column} = {mark}" for column in columns)
    return f"UPDATE {table} SET {sets} WHERE id = {mark}"  # noqa: S608 - names are ours


def _mark(dialect: str) -> str:
    return "?" if dialect == "sqlite" else "%s"
