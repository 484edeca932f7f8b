"""Reading and writing `name`, `op` and `value`, as attributes and data of events have them. Pure."""

import math
import re
from collections.abc import Sequence
from datetime import datetime

from scrm.conditions.bounds import values as most
from scrm.conditions.places.policy import (
    Fields,
    Place,
    kind_of,
    list_at,
    meant,
    text_at,
)
from scrm.conditions.values import Op, Scalar

FIELDS = ("name", "op", "value")
_LISTS = (Op.IN, Op.NOT_IN)
_NOTHING = (Op.EXISTS, Op.MISSING)
_TEXTS = (Op.CONTAINS, Op.STARTS_WITH)
_ORDERED = (Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN)
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?"
)
_ISO = '"2026-12-01" or "2026-12-01T09:00:00Z"'


def read(fields: Fields) -> tuple[str, Op, tuple[Scalar, ...]]:
    name = fields.text("name")
    if '"' in name:
        fields.at("name").wrong("holds a quotation mark; rename what it is called, without it")
    op = _op(fields)
    place = fields.at("value")
    if op in _NOTHING:
        if "value" in fields:
            place.wrong(f"has no use beside {op.value}; take it out")
        return name, op, ()
    if op in _LISTS:
        items = list_at(fields["value"], place, most.MOST_LISTED)
        return name, op, tuple(_scalar(item, place.step(n)) for n, item in enumerate(items))
    if op is Op.BETWEEN:
        return name, op, _range(fields["value"], place)
    return name, op, (_single(op, fields["value"], place),)


def _op(fields: Fields) -> Op:
    text = fields.text("op")
    if text in {op.value for op in Op}:
        return Op(text)
    if text:
        fields.at("op").wrong(f"is no comparison; {meant(text, [op.value for op in Op])}")
    return Op.EXISTS if "value" not in fields else Op.EQ


def _single(op: Op, value: object, place: Place) -> Scalar:
    if op in _TEXTS:
        return text_at(value, place, most.LONGEST_VALUE)
    if op in _ORDERED:
        return _ordered(value, place)
    return _scalar(value, place)


def _scalar(value: object, place: Place) -> Scalar:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value, place)
    return text_at(value, place, most.LONGEST_VALUE)


def _number(value: float, place: Place) -> Scalar:
    if not math.isfinite(value) or abs(value) > most.LARGEST_NUMBER:
        place.wrong(f"is past {most.LARGEST_NUMBER}, up to which numbers are exact")
        return 0
    return value


def _ordered(value: object, place: Place) -> Scalar:
    """Only numbers and dates have a larger and a smaller."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        what = "is missing" if value is None else f"is {kind_of(value)}"
        place.wrong(f"{what}; write a number, or a date such as {_ISO}")
        return 0
    if not isinstance(value, str):
        return _number(value, place)
    if _instant(value) is None:
        place.wrong(f"is no date; write one such as {_ISO}")
    return value


def _range(value: object, place: Place) -> tuple[Scalar, ...]:
    items = list_at(value, place, 2)
    if len(items) < 2:
        if items:
            place.wrong("needs two values, the lower first")
        return (0, 0)
    before = len(place.reading.mistakes)
    low, high = (_ordered(item, place.step(n)) for n, item in enumerate(items))
    if len(place.reading.mistakes) == before:
        _require_order(low, high, place)
    return low, high


def _require_order(low: Scalar, high: Scalar, place: Place) -> None:
    if isinstance(low, str) != isinstance(high, str):
        place.wrong("has a date and a number; write two of one kind")
    elif _rank(low) > _rank(high):
        place.wrong("has the larger first; turn the two round")


def _rank(value: Scalar) -> float:
    if isinstance(value, str):
        at = _instant(value)
        return 0 if at is None else at.timestamp()
    return value


def _instant(text: str) -> datetime | None:
    """A day is taken as its beginning in UTC; None for what is no date of the calendar."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text if "T" in text else f"{text}T00:00:00+00:00")
    except ValueError:
        return None


def write(name: str, op: Op, operands: Sequence[Scalar]) -> dict[str, object]:
    if op in _NOTHING:
        return {"name": name, "op": op.value}
    several = op in _LISTS or op is Op.BETWEEN
    return {"name": name, "op": op.value, "value": list(operands) if several else operands[0]}
