"""SQL for sets: driver-level inserts and updates, and one parameter that holds many values.

Hot paths write through these; their cost is the driver's. Values pass no column
type, so times go in as `micros()` and JSON as `plain()`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Table, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlmodel import Session, SQLModel


def insert_rows(
    session: Session, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert `rows` of values in the order of `columns`; unique keys raise IntegrityError."""
    if rows:
        connection = session.connection()
        connection.exec_driver_sql(_insert_sql(connection.dialect, table, columns), list(rows))


def update_rows(
    session: Session, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Set `columns` by id: each row holds the new values and, last, the id."""
    if not rows:
        return
    connection = session.connection()
    mark = _mark(connection.dialect)
    sets = ", ".join(f"{column} = {mark}" for column in columns)
    connection.exec_driver_sql(
        f"UPDATE {table.name} SET {sets} WHERE id = {mark}",  # noqa: S608 - names are ours
        list(rows),
    )


def is_any(
    session: Session, column: Any, values: Iterable[str] | Iterable[int]
) -> ColumnElement[bool]:
    """`column` is one of `values`, as one parameter: the statement's text does not grow."""
    items = list(values)
    if session.get_bind().dialect.name == "postgresql":
        array: ColumnElement[bool] = column == func.any(
            bindparam(None, items, type_=ARRAY(column.type), unique=True)
        )
        return array
    each = func.json_each(bindparam(None, orjson.dumps(items).decode(), unique=True)).table_valued(
        "value"
    )
    listed: ColumnElement[bool] = column.in_(select(each.c.value))
    return listed


def _insert_sql(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> str:
    marks = ", ".join([_mark(dialect)] * len(columns))
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names are ours


def _mark(dialect: Dialect) -> str:
    return "?" if dialect.paramstyle == "qmark" else "%s"


def table_of(model: type[SQLModel]) -> Table:
    """The Core table behind a SQLModel class."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table
