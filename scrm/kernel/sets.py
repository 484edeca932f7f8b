"""SQL for sets: statements of a fixed text, compiled once per database kind.

Hot paths read and write through these; their cost is the driver's. Values pass no
column type, so times are `micros()` and JSON is `plain()`, on the way in and out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    Executable,
    Table,
    Text,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from scrm.kernel.complaints import shorten

Insert: TypeAlias = sqlite.Insert | postgresql.Insert


class AnyOf(Protocol):
    """Makes "this column is one of the values": of those that are asked for, or of the other set that
    goes by `name`."""

    def __call__(
        self, column: Any, name: str = ..., kind: type | None = ...
    ) -> ColumnElement[bool]: ...


OVER = "over"
"""By this name a session knows what tells whether its time is up (scrm.kernel.deadlines)."""
_VALUES = "set_values"


def execute(
    session: Session, sql: str, values: Sequence[Any] = (), *, many: bool = False
) -> list[Any]:
    """Run a statement on the session's own driver connection; rows, where it gives any.

    Costs a tenth of a statement through SQLAlchemy, and raises the same errors.
    """
    _require_time(session)
    cursor = session.info.get("cursor")
    if cursor is None:
        cursor = session.info["cursor"] = session.connection().connection.cursor()
    dialect = session.get_bind().dialect
    driver = dialect.loaded_dbapi
    try:
        if many:
            cursor.executemany(sql, values)
            return []
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []
    except driver.Error as error:
        shorten(error)
        raise DBAPIError.instance(
            sql, None, error, driver.Error, hide_parameters=True, dialect=dialect
        ) from error


def _require_time(session: Session) -> None:
    over = session.info.get(OVER)
    if over is not None and over():
        raise TimeoutError


def session_dialect(session: Session) -> str:
    """postgresql or sqlite."""
    return session.get_bind().dialect.name


def insert_for(session: Session, model: type[SQLModel]) -> Insert:
    """An INSERT that may say what it does on a conflict, in the words of this database."""
    table = table_of(model)
    is_sqlite = session_dialect(session) == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


class SetQuery:
    """A question about a set of values, compiled once per database kind.

    `build` gets what makes "this column is one of the values" and returns the statement; its other
    parameters are bindparams, or further sets. Rows come back as the driver gives them.
    """

    def __init__(self, build: Callable[[AnyOf], Executable], kind: type) -> None:
        self._build = build
        self._kind = kind
        self._compiled: dict[str, Compiled] = {}

    def rows(
        self, session: Session, values: Iterable[str] | Iterable[int], **others: Any
    ) -> list[Any]:
        """The rows for `values`; none are asked for where there are none. Lists among the others are
        sets."""
        given = self._given(session, values, others)
        return self._statement(session).rows(session, given) if given else []

    def ask(self, session: Session, values: Iterable[str] | Iterable[int]) -> Sequence[Any]:
        """As `rows`, for whoever may be in a session of several units."""
        given = self._given(session, values, {})
        return self._statement(session).ask(session, given) if given else []

    def _given(
        self, session: Session, values: Iterable[str] | Iterable[int], others: dict[str, Any]
    ) -> dict[str, Any]:
        items = list(values)
        if not items:
            return {}
        given = others | {_VALUES: items}
        if session_dialect(session) != "postgresql":
            for name, one in given.items():
                if isinstance(one, list):
                    given[name] = orjson.dumps(one).decode()
        return given

    def _statement(self, session: Session) -> "Compiled":
        dialect = session.get_bind().dialect
        if dialect.name not in self._compiled:

            def any_of(
                column: Any, name: str = _VALUES, kind: type | None = None
            ) -> ColumnElement[bool]:
                return _any(dialect.name, column, kind or self._kind, name)

            statement = self._build(any_of)
            self._compiled[dialect.name] = compiled_for(dialect, statement)
        return self._compiled[dialect.name]


class SetWrite:
    """What is written for each of many rows, compiled once per database kind. `build` gets the kind's
    INSERT into `model`, with a parameter for each of `columns`, and says what it does on a conflict;
    its other parameters are bindparams. Values are as for `insert_rows`."""

    def __init__(
        self,
        model: type[SQLModel],
        columns: tuple[str, ...],
        build: Callable[[Insert], Executable],
    ) -> None:
        self._model = model
        self._columns = columns
        self._build = build
        self._compiled: dict[str, Compiled] = {}

    def run(self, session: Session, rows: Iterable[Sequence[Any]], **others: Any) -> None:
        """`rows` are in the order of the columns."""
        found = self._statement(session)
        given = [found.parameters(self._named(row, others)) for row in rows]
        if given:
            execute(session, found.sql, given, many=True)

    def _named(self, row: Sequence[Any], others: Mapping[str, Any]) -> dict[str, Any]:
        return {**others, **dict(zip(self._columns, row, strict=True))}

    def _statement(self, session: Session) -> "Compiled":
        dialect = session.get_bind().dialect
        if dialect.name not in self._compiled:
            insert = insert_for(session, self._model)
            table = table_of(self._model)
            given = {one: bindparam(one, type_=table.c[one].type) for one in self._columns}
            self._compiled[dialect.name] = compiled_for(dialect, self._build(insert.values(given)))
        return self._compiled[dialect.name]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement of a fixed text. `values` are those that it came with, by the names in `order`."""

    sql: str
    order: tuple[str, ...]
    values: Mapping[str, Any]

    def rows(self, session: Session, given: Mapping[str, Any]) -> list[Any]:
        """As the driver gives them; `given` are the parameters that came without a value."""
        return execute(session, self.sql, self.parameters(given))

    def ask(self, session: Session, given: Mapping[str, Any]) -> Sequence[Any]:
        """As `rows`, for whoever may be in a session of several units, on one connection or another."""
        _require_time(session)
        parameters = self.parameters(given)
        return session.connection().exec_driver_sql(self.sql, parameters).all()

    def parameters(self, given: Mapping[str, Any]) -> tuple[Any, ...]:
        values = {**self.values, **given}
        return tuple(values[name] for name in self.order)


def compiled_for(dialect: Dialect, statement: Executable) -> Compiled:
    compiled = statement.compile(  # type: ignore[attr-defined]
        dialect=_positional(dialect), compile_kwargs={"render_postcompile": True}
    )
    return Compiled(str(compiled), tuple(compiled.positiontup), compiled.params)


def _positional(dialect: Dialect) -> Dialect:
    """The same dialect with parameters by place, which is what the drivers are quickest at."""
    style = "format" if dialect.name == "postgresql" else "qmark"
    other: Dialect = type(dialect)(paramstyle=style)  # type: ignore[call-arg]
    return other


def _any(kind_of_database: str, column: Any, kind: type, name: str) -> ColumnElement[bool]:
    if kind_of_database == "postgresql":
        array = ARRAY(BigInteger() if kind is int else Text())
        match: ColumnElement[bool] = column == func.any(bindparam(name, type_=array))
        return match
    each = func.json_each(bindparam(name, type_=Text())).table_valued("value")
    listed: ColumnElement[bool] = column.in_(select(each.c.value))
    return listed


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


def table_of(model: type[SQLModel]) -> Table:
    """The Core table behind a SQLModel class."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table
