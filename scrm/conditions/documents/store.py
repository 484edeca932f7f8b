"""SQL of values in documents and of texts that may hold some words."""

import re
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Double,
    LargeBinary,
    SQLColumnExpression,
    String,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB, array

from scrm.conditions.hints.policy import Hints, Plain
from scrm.kernel.errors import Invalid
from scrm.kernel.oddness import is_whole

_LONGEST_ID = 19
"""Digits; such an id begins with an 8 at most until the year 2092, and does not overflow."""


def require_nameable(name: str) -> None:
    """SQLite has no way to name such a member."""
    if '"' in name:
        raise Invalid("name", "holds a quotation mark; rename the attribute without it")


def raw(column: Any, name: str, *, is_sqlite: bool) -> ColumnElement[str]:
    """The JSON text of a member; NULL where there is none."""
    if is_sqlite:
        return column.op("->", return_type=Text())(_path(name))  # type: ignore[no-any-return]
    return cast(_member(column, name), Text())


def text_of(column: Any, name: str, *, is_sqlite: bool) -> ColumnElement[str]:
    """A member as text; NULL where there is none, and where it is null."""
    if is_sqlite:
        return cast(column.op("->>", return_type=Text())(_path(name)), Text())
    document = type_coerce(column, JSONB())
    return document.op("->>", return_type=Text())(cast(literal(name, Text()), Text()))


def number(column: Any, name: str, *, is_sqlite: bool) -> ColumnElement[float]:
    """A member that is a number; NULL where it is something else."""
    if is_sqlite:
        is_number = func.json_type(column, _path(name)).in_(("integer", "real"))
        return case((is_number, cast(text_of(column, name, is_sqlite=True), Double())))
    member = _member(column, name)
    return case((func.jsonb_typeof(member) == "number", cast(member, Double())))


def id_of(column: Any, name: str, *, is_sqlite: bool) -> ColumnElement[int]:
    """A member that is the text of an id; NULL where it is something else."""
    value = text_of(column, name, is_sqlite=is_sqlite)
    if is_sqlite:
        is_id = and_(value != "", ~value.op("GLOB", is_comparison=True)("*[^0-9]*"))
    else:
        length = func.length(value)
        fits = or_(length < _LONGEST_ID, and_(length == _LONGEST_ID, value < "9"))
        is_id = and_(value.bool_op("~")("^[0-9]+$"), fits)  # `{1,19}` takes three times as long
    return case((is_id, cast(value, BigInteger())))


def _path(name: str) -> ColumnElement[str]:
    escaped = orjson.dumps(name)[1:-1].decode()
    return literal(f'$."{escaped}"', Text())


def _member(column: Any, name: str) -> ColumnElement[Any]:
    document = type_coerce(column, JSONB())
    return document.op("->", return_type=JSONB())(cast(literal(name, Text()), Text()))


def read_as_number(raw: SQLColumnExpression[str], *, is_sqlite: bool) -> ColumnElement[float]:
    """The JSON text of a number as what it is; of anything else nothing that matters."""
    if is_sqlite:
        return cast(raw, Double())
    return case((raw.bool_op("~")("^-?[0-9]"), cast(raw, Double())))


def may_hold(
    column: SQLColumnExpression[str],
    hints: Hints | None,
    *,
    is_sqlite: bool,
    in_json: bool = False,
) -> list[ColumnElement[bool]]:
    """What narrows a question to texts that may hold the words; nothing where nothing is known."""
    if hints is None:
        return []
    words = [orjson.dumps(one)[1:-1].decode() if in_json else one for one in hints.words]
    join = and_ if hints.every else or_
    plainly = join(*(_holds(column, word, is_sqlite=is_sqlite) for word in words))
    return [or_(plainly, _oddly(column, hints.odd, is_sqlite=is_sqlite))]


def _holds(column: SQLColumnExpression[str], word: str, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Whatever the case of ASCII letters, and of no others: so SQLite's LIKE has it, and PostgreSQL
    is told so."""
    if is_sqlite:
        return column.contains(word, autoescape=True)
    return func.strpos(func.lower(type_coerce(column, String()).collate("C")), word) > 0


def plainly(column: Any, plain: Plain, *, is_sqlite: bool) -> ColumnElement[bool]:
    """What `plain` says of a text."""
    if is_sqlite:
        join = and_ if plain.every else or_
        held = join(*(column.contains(word, autoescape=True) for word in plain.words))
    else:
        join_all = func.all if plain.every else func.any
        patterns = array([f"%{_escaped(word)}%" for word in plain.words], type_=Text())
        held = lower(column, is_sqlite=False).like(join_all(patterns))
    return and_(held, is_whole(column))


def begins_plainly(column: Any, word: str, *, is_sqlite: bool) -> ColumnElement[bool]:
    if is_sqlite:
        return column.startswith(word, autoescape=True)  # type: ignore[no-any-return]
    return lower(column, is_sqlite=False).like(f"{_escaped(word)}%")


def lower(column: Any, *, is_sqlite: bool) -> ColumnElement[str]:
    """Of ASCII letters, and of no others: so SQLite has it, and PostgreSQL is told so."""
    return func.lower(column if is_sqlite else type_coerce(column, String()).collate("C"))


def _escaped(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word)


def is_text(column: Any, name: str, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Whether a member is a text, and no list of some."""
    if is_sqlite:
        return func.coalesce(func.json_type(column, _path(name)) == "text", false())
    return func.coalesce(func.jsonb_typeof(_member(column, name)) == "string", false())


def _oddly(column: SQLColumnExpression[str], odd: str, *, is_sqlite: bool) -> ColumnElement[bool]:
    """SQLite compares a character with each range of a class, which takes longer than to read the
    text: there whatever is not ASCII may be odd."""
    if is_sqlite:
        return func.length(cast(column, LargeBinary())) != func.length(column)
    return column.bool_op("~")(f"[{odd}]")


def looks_dated(
    column: SQLColumnExpression[str], *, is_sqlite: bool, in_json: bool
) -> ColumnElement[bool]:
    quote = '"' if in_json else ""
    if is_sqlite:
        return column.op("GLOB", is_comparison=True, return_type=Boolean())(
            f"{quote}[0-9][0-9][0-9][0-9]-*"
        )
    return column.bool_op("~")(f"^{quote}[0-9]{{4}}-")
