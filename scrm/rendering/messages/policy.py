"""What may come into a message template. Pure."""

from typing import Any

from scrm.rendering.messages.values import (
    LARGEST_NUMBER,
    LONGEST_VALUES,
    MOST_ITEMS,
    Values,
)

_DEEPEST = 2  # a name's group, and one in it
_INFINITE = float("inf")


def require_plain(values: Values, seen: dict[int, int]) -> None:
    """Raises TypeError or ValueError, naming the place, for what is no plain value: what is none of
    the types to the letter could run code of its own.

    `seen` holds the sizes of groups that were looked at, by their id(), for as long as they live.
    """
    length = 0
    if type(values) is not dict:
        raise TypeError(f"values have to be a dict, not {type(values).__name__}")
    for name, group in values.items():
        if type(name) is not str or type(group) is not dict:
            raise TypeError(f"{name} has to be a dict, not {type(group).__name__}")
        size = seen.get(id(group))
        if size is None:
            size = seen[id(group)] = _group(group, name, 1)
        length += size
    if length > LONGEST_VALUES:
        raise ValueError(f"values have {length} characters; {LONGEST_VALUES} are the most")


def _group(group: dict[Any, Any], place: str, depth: int) -> int:
    """How many characters it holds."""
    length = 0
    for key, value in group.items():
        kind = type(value)
        if type(key) is not str:
            raise TypeError(f"{place} has a key of the type {type(key).__name__}")
        if kind is str:
            length += len(value)
        elif kind is list:
            length += _list(value, f"{place}.{key}")
        elif kind is dict:
            if depth == _DEEPEST:
                raise TypeError(f"{place}.{key} is a group too deep")
            length += _group(value, f"{place}.{key}", depth + 1)
        else:
            _scalar(value, f"{place}.{key}")
    return length


def _list(items: list[Any], place: str) -> int:
    if len(items) > MOST_ITEMS:
        raise ValueError(f"{place} has {len(items)} items; {MOST_ITEMS} are the most")
    length = 0
    for item in items:
        if type(item) is str:
            length += len(item)
        elif item is None:
            raise TypeError(f"{place} holds None; leave it out")
        else:
            _scalar(item, place)
    return length


def _scalar(value: Any, place: str) -> None:
    kind = type(value)
    if kind is int:
        if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
            raise ValueError(f"{place} is too large a number")
    elif kind is float:
        if not -_INFINITE < value < _INFINITE:
            raise ValueError(f"{place} is no number that can be written")
    elif value is not None and kind is not bool and kind is not str:
        raise TypeError(f"{place} has to be plain, not {kind.__name__}")
