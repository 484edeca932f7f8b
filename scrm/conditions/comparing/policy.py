"""Whether a value, as JSON holds it, is as a condition asks. Pure.

Texts compare folded, numbers as 64-bit floats, dates and instants as instants; of different types
nothing holds. What is denied is left to the caller: `ne`, `not_in` and `missing` are exactly not
`eq`, `in` and `exists`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, assert_never

from scrm.conditions.values import Op, Scalar
from scrm.kernel.terms import folded

DENIALS = {Op.NE: Op.EQ, Op.NOT_IN: Op.IN, Op.MISSING: Op.EXISTS}
ORDERED = frozenset({Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN})
_OF_ITEMS = frozenset({Op.EQ, Op.IN, Op.CONTAINS})
"""These hold of a list where they hold of any of its items."""


def holds(op: Op, wanted: Sequence[Scalar], value: Any) -> bool:
    """`op` is none of DENIALS."""
    if op is Op.EXISTS:
        return value is not None and value not in ("", [])
    if isinstance(value, list):
        return op in _OF_ITEMS and any(_holds(op, wanted, item) for item in value)
    return _holds(op, wanted, value)


def _holds(op: Op, wanted: Sequence[Scalar], value: Any) -> bool:
    match op:
        case Op.EQ | Op.IN:
            return any(_equal(one, value) for one in wanted)
        case Op.CONTAINS | Op.STARTS_WITH:
            return _holds_text(op, wanted[0], value)
        case Op.GT | Op.GTE | Op.LT | Op.LTE | Op.BETWEEN:
            return _in_order(op, wanted, value)
        case Op.NE | Op.NOT_IN | Op.MISSING | Op.EXISTS:
            raise ValueError(f"{op} is not compared")
        case _:
            assert_never(op)


def _equal(wanted: Scalar, value: Any) -> bool:
    if isinstance(wanted, str) and isinstance(value, str):
        return _folded(wanted) == folded(value)
    if isinstance(wanted, bool) or isinstance(value, bool):
        return wanted is value
    if isinstance(wanted, int | float) and isinstance(value, int | float):
        return float(wanted) == float(value)
    return False


def _holds_text(op: Op, wanted: Scalar, value: Any) -> bool:
    if not isinstance(wanted, str) or not isinstance(value, str):
        return False
    if op is Op.CONTAINS:
        return _folded(wanted) in folded(value)
    return folded(value).startswith(_folded(wanted))


def _in_order(op: Op, wanted: Sequence[Scalar], value: Any) -> bool:
    bounds = [_measure(one) for one in wanted]
    measured = _measure(value)
    if measured is None or any(type(one) is not type(measured) for one in bounds):
        return False
    return _is_ordered(op, measured, bounds[0], bounds[-1])


def _is_ordered(op: Op, value: Any, first: Any, last: Any) -> bool:
    """All three of one type."""
    match op:
        case Op.GT:
            return bool(value > first)
        case Op.GTE:
            return bool(value >= first)
        case Op.LT:
            return bool(value < first)
        case Op.LTE:
            return bool(value <= first)
        case _:
            return bool(first <= value <= last)


def _measure(value: Any) -> float | datetime | None:
    """What is smaller and larger: a number, or a date or instant."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    return instant(value) if isinstance(value, str) else None


def instant(text: str) -> datetime | None:
    """A date is the moment at which it begins, in UTC, which is the zone of an instant too where it
    names none."""
    if not text[:4].isdecimal() or text[4:5] != "-":
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


_folded = lru_cache(4_096)(folded)
