"""An ISO date as people write it. Pure."""

from collections.abc import Callable
from datetime import datetime

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_DAYS = "一二三四五六日"
_SHORTEST_WITH_TIME = len("2026-11-23T09")

_SHAPES: dict[str, tuple[Callable[[datetime], str], Callable[[datetime], str]]] = {
    "long": (
        lambda at: f"{at.day} {_MONTHS[at.month - 1]} {at.year}",
        lambda at: f"{at.year}年{at.month}月{at.day}日",
    ),
    "short": (
        lambda at: f"{at.day} {_MONTHS[at.month - 1][:3]} {at.year}",
        lambda at: f"{at.year}/{at.month}/{at.day}",
    ),
    "day": (
        lambda at: f"{at.day} {_MONTHS[at.month - 1]}",
        lambda at: f"{at.month}月{at.day}日",
    ),
    "month": (
        lambda at: f"{_MONTHS[at.month - 1]} {at.year}",
        lambda at: f"{at.year}年{at.month}月",
    ),
    "weekday": (
        lambda at: _DAYS[at.weekday()],
        lambda at: f"星期{_CHINESE_DAYS[at.weekday()]}",
    ),
    "iso": (lambda at: at.date().isoformat(), lambda at: at.date().isoformat()),
    "time": (lambda at: f"{at:%H:%M}", lambda at: f"{at:%H:%M}"),
}
SHAPES = tuple(_SHAPES)
LANGUAGES = ("en", "zh")


def dated(text: str, shape: str, language: str) -> str | None:
    """The wall time as it stands in the text, whatever its zone. None where the text is no ISO date,
    or has no time of day and is asked for it."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if shape == "time" and len(text) < _SHORTEST_WITH_TIME:
        return None
    return _SHAPES[shape][LANGUAGES.index(language)](at)
