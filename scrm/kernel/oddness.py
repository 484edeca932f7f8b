"""SQL of texts that may be odd (scrm/kernel/plainness.py)."""

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, literal_column, or_

from scrm.kernel.plainness import ASCII, NEVER_ODD
from scrm.kernel.terms import LONGEST_TEXT


def is_odd(column: Any, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Whether a text may be odd, or is longer than what is folded of it. With no parameters: indexes
    are on it, and are used where it stands exactly so."""
    limit: ColumnElement[int] = literal_column(str(LONGEST_TEXT))
    is_long = func.length(column) > limit
    if not is_sqlite:
        return or_(column.bool_op("~")(literal_column(f"'[^{NEVER_ODD}]'", Text())), is_long)

    def has(characters: str) -> ColumnElement[bool]:
        others = literal_column(f"'*[^{characters}]*'", Text())
        return column.op("GLOB", is_comparison=True)(others)  # type: ignore[no-any-return]

    return or_(and_(has(ASCII), has(NEVER_ODD)), is_long)


def is_whole(column: Any) -> ColumnElement[bool]:
    """Whether all of it is folded."""
    return func.length(column) <= LONGEST_TEXT


def is_odd_document(column: Any, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Whether a text in a JSON document may be odd, or something in it is a list."""
    written = column if is_sqlite else cast(column, Text())
    find = func.instr if is_sqlite else func.strpos
    none: ColumnElement[int] = literal_column("0")
    signs = [literal_column(one, Text()) for one in ("'['", "'\\u'")]
    held = [find(written, one) > none for one in (signs if is_sqlite else signs[:1])]
    return or_(is_odd(written, is_sqlite=is_sqlite), *held)
