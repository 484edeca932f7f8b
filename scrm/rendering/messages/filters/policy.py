"""What templates do with values: reaching them, comparing, filters, writing. Pure.

All of it takes whatever a value may be, and raises nothing but Missing: what a filter can't do to a
value it leaves, and what is missing goes through it and is still missing.
"""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from scrm.rendering.messages.dates.policy import dated
from scrm.rendering.messages.values import MOST_TURNS, Absent, Missing

_WHOLE = 1e15
"""Below it a number without a fraction is written without one."""
_LONGEST_TITLE = 1_000
_BETWEEN_WORDS = re.compile(r"([-\s(\[{<]+)")


def reach(group: Any, name: str, key: str, inner: str | None = None) -> Any:
    """`group[key]`, or `group[key][inner]`; Absent of the name where there is nothing, or a group."""
    value = group.get(key) if type(group) is dict else None
    if inner is not None:
        value = value.get(inner) if type(value) is dict else None
    return Absent(name) if value is None or type(value) is dict else value


def written(value: Any) -> str:
    """A value as people read it. Raises Missing."""
    if type(value) is str:
        return value
    if isinstance(value, Absent):
        raise Missing(value.name)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(_items(value))
    return str(value)


def show(group: Any, name: str, key: str, inner: str | None = None) -> str:
    """What is reached, written: most of what templates hold is that."""
    return written(reach(group, name, key, inner))


def turns(value: Any) -> list[Any]:
    """What a loop goes through. Raises Missing."""
    if isinstance(value, Absent):
        raise Missing(value.name)
    return _listed(value)[:MOST_TURNS]


def turns_if_any(value: Any) -> list[Any]:
    """The same for a loop that has an `else`."""
    return _listed(value)[:MOST_TURNS]


def _listed(value: Any) -> list[Any]:
    """One value counts as a list of one."""
    if isinstance(value, Absent):
        return []
    return value if isinstance(value, list) else [value]


def _items(value: Any) -> list[str]:
    return [written(one) for one in _listed(value)]


# Comparing: what is missing, or of another kind, is neither equal nor less nor more.


def _kind(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return type(value).__name__


def equal(one: Any, other: Any) -> bool:
    """False where either is missing."""
    return not isinstance(one, Absent) and _kind(one) == _kind(other) and bool(one == other)


def unequal(one: Any, other: Any) -> bool:
    """True where either is missing."""
    return not equal(one, other)


def _comparable(one: Any, other: Any) -> bool:
    return _kind(one) == _kind(other) and _kind(one) in ("number", "str")


def less(one: Any, other: Any) -> bool:
    """Numbers, or texts, of which ISO dates go by time."""
    return _comparable(one, other) and bool(one < other)


def at_most(one: Any, other: Any) -> bool:
    """Less or equal."""
    return _comparable(one, other) and bool(one <= other)


def more(one: Any, other: Any) -> bool:
    """The other way round."""
    return less(other, one)


def at_least(one: Any, other: Any) -> bool:
    """More or equal."""
    return at_most(other, one)


def within(one: Any, other: Any) -> bool:
    """An item of a list, or a part of a text."""
    if isinstance(other, list):
        return any(equal(one, item) for item in other)
    return isinstance(one, str) and isinstance(other, str) and one in other


def not_within(one: Any, other: Any) -> bool:
    """The other way round; true where either is missing."""
    return not within(one, other)


# Filters


def default(value: Any, instead: Any) -> Any:
    """For what is missing or empty; nought and false are values."""
    return instead if isinstance(value, Absent) or value in ("", []) else value


def _text(change: Callable[[str], str]) -> Callable[[Any], Any]:
    def changed(value: Any) -> Any:
        return value if isinstance(value, Absent) else change(written(value))

    return changed


def _title(text: str) -> str:
    """A longer text is no title, and would take long."""
    if len(text) > _LONGEST_TITLE:
        return text
    return "".join(part[:1].upper() + part[1:].lower() for part in _BETWEEN_WORDS.split(text))


def truncate(value: Any, most: int) -> Any:
    """At most so many characters, the sign that something was left out among them."""
    if isinstance(value, Absent):
        return value
    text = written(value)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words = cut if text[most - 1].isspace() else cut.rpartition(" ")[0]
    # A text without spaces, such as Chinese, or one long word, is cut where it has to be.
    return (words if len(words) * 2 >= most else cut).rstrip() + "…"


def rounded(value: Any, places: int = 0) -> Any:
    """Halves away from nought, as on a bill; what is no number stays as it is."""
    if not isinstance(value, float) or abs(value) >= _WHOLE:
        return value
    exact = Decimal(repr(value))
    return float(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def first(value: Any) -> Any:
    """Of a list."""
    return _end(value, 0, "first")


def last(value: Any) -> Any:
    """Of a list."""
    return _end(value, -1, "last")


def _end(value: Any, at: int, which: str) -> Any:
    if isinstance(value, Absent):
        return value
    items = _listed(value)
    return items[at] if items else Absent(f"the {which} of a list")


def join(value: Any, between: str = ", ") -> Any:
    """A list as one text."""
    return value if isinstance(value, Absent) else between.join(_items(value))


def length(value: Any) -> Any:
    """Items of a list; of anything else the characters it is written with."""
    if isinstance(value, Absent):
        return value
    return len(_listed(value)) if isinstance(value, list) else len(written(value))


def date(value: Any, shape: str = "long", language: str = "en", name: str = "") -> Any:
    """Absent of the name where the value is no date, or has no time and is asked for it."""
    if isinstance(value, Absent):
        return value
    return (dated(value, shape, language) if isinstance(value, str) else None) or Absent(name)


FILTERS: dict[str, Callable[..., Any]] = {
    "default": default,
    "upper": _text(str.upper),
    "lower": _text(str.lower),
    "title": _text(_title),
    "capitalize": _text(str.capitalize),
    "trim": _text(str.strip),
    "truncate": truncate,
    "round": rounded,
    "first": first,
    "last": last,
    "join": join,
    "length": length,
    "date": date,
}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": equal,
    "ne": unequal,
    "lt": less,
    "lteq": at_most,
    "gt": more,
    "gteq": at_least,
    "in": within,
    "notin": not_within,
}
