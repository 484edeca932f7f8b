"""From "7d" to a length of time and back. Pure."""

import re
from datetime import timedelta

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=3_653)
"""Ten years: nothing that is older says what somebody wants today."""

_UNITS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
}
_WINDOW = re.compile(r"([1-9][0-9]{0,6})([mhdw])")
_WEEKS_FROM = timedelta(weeks=4)
"""People say 14 days, and 8 weeks."""


def read(text: str) -> timedelta | None:
    """None for what is no window within the bounds."""
    found = _WINDOW.fullmatch(text)
    if found is None:
        return None
    window = int(found[1]) * _UNITS[found[2]]
    return window if SHORTEST <= window <= LONGEST else None


def parts(window: timedelta) -> tuple[int, str]:
    """How many of which unit, the largest that comes out even."""
    for unit, length in _UNITS.items():
        if window % length == timedelta(0) and (unit != "w" or window >= _WEEKS_FROM):
            return window // length, unit
    raise ValueError(f"{window} is no whole number of minutes")


def written(window: timedelta) -> str:
    number, unit = parts(window)
    return f"{number}{unit}"
