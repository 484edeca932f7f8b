"""Column types that mean the same on SQLite and on PostgreSQL."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import BigInteger, CheckConstraint, Dialect, Integer, Text, TypeDecorator, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Id = BigInteger().with_variant(Integer, "sqlite")
"""A primary key: on SQLite the row's own key."""


@lru_cache(2_048)
def micros(at: datetime) -> int:
    """Microseconds since 1970 UTC, the form in which the database keeps every time."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone can't be stored")
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_micros(value: int) -> datetime:
    return _EPOCH + timedelta(microseconds=value)


def document(value: Any) -> Any:
    """A JSON object or list as the driver gives it: SQLite keeps a text, of which PostgreSQL's driver
    makes a document itself."""
    return orjson.loads(value) if isinstance(value, str) else value


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970 UTC in a 64-bit integer.

    Exact, sortable and the same on both databases; SQLite has no time type of its own.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_micros(value)


class Json(TypeDecorator[Any]):
    """A JSON document: JSONB on PostgreSQL, text on SQLite. Reassign to change; nothing is tracked."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return orjson.dumps(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":  # a text there is a JSON text's content
            return value
        return orjson.loads(value)


def one_of(column: str, states: Iterable[StrEnum]) -> CheckConstraint:
    """The database's own guard that `column` holds nothing but these words."""
    words = ", ".join(f"'{state.value}'" for state in states)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


def only_where(condition: str) -> dict[str, Any]:
    """Keyword arguments that make an index partial on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def plain(value: object) -> str:
    """JSON text for a driver-level insert, which no column type sees."""
    return orjson.dumps(value).decode()


def sorted_plain(value: object) -> str:
    """JSON text that is the same before the database and behind it: JSONB orders keys its own way."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
